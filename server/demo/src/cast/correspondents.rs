//! Who writes in the seeded mail besides the people of the story.

use super::{Correspondent, SharedMailbox};

/// What somebody is who is a mailbox and no person.
pub const SHARED_TITLE: &str = "Shared mailbox";
/// Whose mailbox holds 100,000 messages, by local part.
pub const ARCHIVE: &str = "margaret.hale";
/// The mailbox that a ward shares.
pub const WARD_7: SharedMailbox = SharedMailbox {
    local: "ward-7",
    members: &["eleanor.whitby", "maya.lindqvist", "priya.nair", "daniel.osei", "fiona.mackay", "samuel.okafor"],
};

const ASHGROVE: &str = "Acute North/Ashgrove Hospital";

/// People who write in the seeded mail, inside the organisation first.
pub const CORRESPONDENTS: [Correspondent; 44] = [
    inside("beth.llewellyn@northmoor.example", "Beth Llewellyn", "Rota coordinator, Therapies"),
    inside("samuel.okafor@northmoor.example", "Dr Samuel Okafor", "Consultant, Care of the Elderly"),
    inside("maya.lindqvist@northmoor.example", "Maya Lindqvist", "Ward manager, Ashgrove ward"),
    inside("jo.fenwick@northmoor.example", "Jo Fenwick", "Wheelchair service"),
    inside("imran.qureshi@northmoor.example", "Dr Imran Qureshi", "Orthopaedic registrar"),
    inside("gareth.moss@northmoor.example", "Gareth Moss", "Canteen supervisor"),
    inside("aisha.rahman@northmoor.example", "Aisha Rahman", "Biomedical scientist, Pathology"),
    inside("peter.lund@northmoor.example", "Peter Lund", "Porter"),
    inside("owen.tate@northmoor.example", "Owen Tate", "Radiographer"),
    inside("nadia.cole@northmoor.example", "Nadia Cole", "Practice liaison"),
    inside("sian.gwynne@northmoor.example", "Siân Gŵynne-Huws", "Speech and language therapist"),
    inside("lukasz.wisniewski@northmoor.example", "Łukasz Wiśniewski", "Physiotherapist"),
    inside("katerina.papadaki@northmoor.example", "Κατερίνα Παπαδάκη", "Occupational therapist"),
    inside("layla.haddad@northmoor.example", "ليلى حداد", "Interpreter service"),
    inside("misaki.sato@northmoor.example", "佐藤 美咲", "Visiting physiotherapist"),
    inside("olga.sokolova@northmoor.example", "Ольга Соколова", "Library and knowledge service"),
    inside("helen.marsh@northmoor.example", "Helen Marsh", "Deputy director of operations"),
    inside("grace.obi@northmoor.example", "Grace Obi", "Learning and development"),
    inside("service.desk@northmoor.example", "IT Service Desk", SHARED_TITLE),
    inside("staff.news@northmoor.example", "Northmoor Staff News", SHARED_TITLE),
    inside("ward-7@northmoor.example", "Ward 7", SHARED_TITLE),
    inside("priya.nair@northmoor.example", "Priya Nair", "Ward sister, Ward 7"),
    inside("daniel.osei@northmoor.example", "Daniel Osei", "Staff nurse, Ward 7"),
    inside("fiona.mackay@northmoor.example", "Fiona Mackay", "Discharge coordinator"),
    inside("yusuf.demir@northmoor.example", "Yusuf Demir", "Pharmacist"),
    inside("charlotte.ng@northmoor.example", "Charlotte Ng", "Dietitian"),
    inside("henrik.aas@northmoor.example", "Henrik Aas", "Bed manager"),
    inside("ines.carvalho@northmoor.example", "Inês Carvalho", "Infection prevention nurse"),
    inside("michael.obrien@northmoor.example", "Michael O'Brien", "Transport manager"),
    inside("amara.eze@northmoor.example", "Dr Amara Eze", "Foundation doctor"),
    inside("chen.wei@northmoor.example", "陈伟 (Chen Wei)", "Radiographer"),
    inside("vikram.shah@northmoor.example", "Vikram Shah", "Theatre manager"),
    inside("noel.fitzgerald@northmoor.example", "Noel Fitzgerald", "Chaplain"),
    shared_services("margaret.hale@northmoor.example", "Margaret Hale", "Corporate records"),
    shared_services("bronwen.ellis@northmoor.example", "Bronwen Ellis", "Medical records"),
    shared_services("zanele.dlamini@northmoor.example", "Zanele Dlamini", "People services adviser"),
    shared_services("ruth.abrams@northmoor.example", "Ruth Abrams", "Finance partner"),
    outside("oskar.brandt@brightwellmedical.example", "Oskar Brandt", "Brightwell Medical"),
    outside("j.sandoval@hollytreesurgery.example", "Dr Júlia Sandoval", "Holly Tree Surgery"),
    outside("reception@millroadpractice.example", "Mill Road Practice", "General practice"),
    outside("events@physionetwork.example", "Physio Network", "Professional body"),
    outside("orders@caresupplies.example", "Care Supplies", "Supplier"),
    outside("bookings@railaway.example", "Railaway", "Travel"),
    outside("m.keller@klinik-seeufer.example", "Matthias Keller", "Klinik Seeufer"),
];

const fn inside(address: &'static str, name: &'static str, title: &'static str) -> Correspondent {
    Correspondent { address, name, title, unit: ASHGROVE }
}

const fn outside(address: &'static str, name: &'static str, title: &'static str) -> Correspondent {
    Correspondent { address, name, title, unit: "" }
}

const fn shared_services(address: &'static str, name: &'static str, title: &'static str) -> Correspondent {
    Correspondent { address, name, title, unit: "Shared Services/Corporate" }
}
