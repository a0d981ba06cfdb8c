//! Names, titles and places of a health service that does not exist, in a country of many origins.
//! Commoner names first.

pub(super) const FIRST_NAMES: &str = "\
Olivia James Sarah Mohammed Emma David Amelia Daniel Priya Thomas Grace John Fatima Michael Sophie Andrew Aisha William \
Hannah Robert Charlotte Matthew Zainab Christopher Emily Paul Lucy Mark Chloe Richard Ella Stephen Ava Peter Mia Ali \
Jessica George Isla Adam Rachel Samuel Laura Joseph Rebecca Benjamin Katie Oliver Megan Jack Lauren Harry Amy Jacob \
Helen Charlie Claire Ryan Nicola Luke Karen Nathan Susan Aaron Julie Callum Alison Liam Jennifer Connor Fiona Sean \
Catherine Patrick Margaret Kevin Elizabeth Simon Linda Gary Patricia Martin Deborah Neil Christine Graham Janet Alan \
Maria Ian Angela Keith Tracey Colin Sharon Stuart Donna Craig Lisa Scott Michelle Jason Joanne Lee Kelly Dean Natalie \
Gemma Stacey Leanne Kirsty Heather Lorna Eilidh Morag Catriona Ailsa Hamish Angus Callan Fraser Rory Euan Lachlan \
Duncan Malcolm Gregor Siân Rhiannon Cerys Bethan Ffion Angharad Nia Carys Mair Eleri Gwen Dylan Rhys Gareth Emyr Iwan \
Geraint Huw Owain Tomos Gethin Aoife Niamh Siobhán Ciara Róisín Orla Sinéad Gráinne Caoimhe Eoin Cormac Declan Pádraig \
Niall Fergus Conor Oisín Tadhg Ruairí Ahmed Hassan Omar Ibrahim Yusuf Bilal Imran Tariq Usman Hamza Khalid Nadeem \
Asif Farhan Kamran Saima Khadija Maryam Amina Nadia Samina Rukhsana Shazia Farah Sana Iqra Hafsa Sumaya Ravi Anil Sanjay \
Vikram Arjun Rohan Nikhil Suresh Deepak Rajesh Ashok Kiran Amit Harpreet Gurpreet Jaspreet Manpreet Simran Balwinder \
Sukhdeep Amarjit Anjali Meera Sunita Kavita Neha Pooja Divya Lakshmi Shreya Ananya Sneha Rekha Geeta Asha Usha Leela \
Chukwuemeka Adaeze Ngozi Oluwaseun Folake Tunde Kemi Ade Yewande Babatunde Chinedu Ifeoma Emeka Uche Obinna Amara \
Kwame Kofi Ama Abena Akua Yaw Efua Esi Kojo Adwoa Thandiwe Sipho Nomsa Tendai Tatenda Rumbidzai Chipo Farai Blessing \
Precious Gift Mercy Comfort Patience Hope Faith Marcia Delroy Winston Leroy Cedric Beverley Yvonne Shanice Tyrone Jerome \
Piotr Agnieszka Katarzyna Małgorzata Krzysztof Tomasz Paweł Łukasz Michał Magdalena Joanna Ewa Zofia Wojciech Grzegorz \
Andrei Elena Ioana Mihai Cristina Ștefan Raluca Bogdan Alina Florin Dimitar Ivana Kalina Georgi Petya Rūta Jonas Inga \
Maria-José João Inês Tiago Catarina Rui Beatriz Carlos Lucía Alejandro Carmen Javier Pilar Sergio Giulia Marco \
Chiara Lorenzo Francesca Matteo Yiannis Eleni Kostas Despina Emine Mehmet Ayşe Mustafa Zeynep Elif Murat Hüseyin \
Li-Na Wei Xiaoming Mei Jun Ying Hui Chun Siu-Ming Ka-Wai Wing Yuki Haruto Sakura Kenji Ji-Woo Min-Jun Soo-Jin Linh Minh \
Thảo Nguyệt Quang Maricel Jocelyn Rodel Arnel Rowena Maribel Jerwin Analyn Cristy Ferdinand Rosalinda Divina Joselito \
Kavindra Nimal Chaminda Dilani Tharushi Sivakumar Thushara Binod Sushma Prakash Sita Bishnu Rabia Shabnam Mahmoud Layla \
Rania Tarek Salma Karim Dalia Hiba Sami Yasmin Shirin Reza Parisa Dariush Nasrin Navid Abdi Hodan Ifrah Warsame Ayaan \
Selam Dawit Hanna Tesfaye Bereket Sebastian Ursula Klaus Ingrid Lars Astrid Søren Freya Björn Saga Matilda Rosie Poppy \
Florence Ivy Evelyn Harriet Beatrice Edith Mabel Arthur Alfie Archie Freddie Theo Leo Oscar Henry Edward Hugo Rupert \
Barnaby Tristan Quentin Cressida Imogen Philippa Annabel Jemima Tabitha Verity Constance Prudence Winifred Doris Hilda";

pub(super) const LAST_NAMES: &str = "\
Smith Jones Khan Williams Patel Taylor Brown Davies Evans Wilson Singh Ahmed Thomas Johnson Roberts Walker Wright Hussain \
Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Begum Clarke Jackson Ali Turner Hill Cooper Kaur \
Morris Ward Moore Clark Watson Harrison Shah Baker Martin Morgan Allen Kelly Davis King Phillips James Lee Scott Young \
Parker Anderson Mitchell Bennett Carter Shaw Cook Murphy Miller Richardson Bailey Marshall Bell Collins Gray Price Cox \
Adams Stewart Murray Foster Powell Hunt Mills Rogers Ellis Owen Campbell Simpson Lloyd Russell Fisher Barnes Palmer \
Henderson Knight Matthews Butler Stevens Webb Mason Holmes Dixon Fletcher Reynolds Gibson Grant Ford Pearson West \
Hamilton Harvey Graham Hart Cole Armstrong Burton Lawrence Gordon Spencer Bradley Fox Woods Riley Hawkins Perkins \
Nicholson Hudson Barker Bird Dean Chapman Day Kennedy Burns Macdonald MacLeod Mackenzie Fraser Sinclair Buchanan \
Drummond Cameron Ferguson Gillespie Urquhart McAllister McIntyre McKenna MacNeil Farquharson Pritchard Gwynne Llewellyn \
Prosser Parry Bevan Cadwallader Rees Vaughan Tudor Gethin Penry Pugh O'Brien O'Connor O'Sullivan O'Neill Byrne Ryan \
Doherty Gallagher Kavanagh Quinn Nolan Fitzgerald Brennan Donnelly Mac_Giolla Ní_Bhriain Akhtar Malik Iqbal Mahmood \
Hassan Rahman Chowdhury Miah Uddin Islam Siddiqui Qureshi Butt Raja Mirza Sheikh Choudhary Bibi Sharma Gupta Mehta Desai \
Joshi Reddy Nair Menon Pillai Iyer Krishnan Chandran Banerjee Mukherjee Chatterjee Das Ghosh Bose Agarwal Kapoor Malhotra \
Gill Sandhu Dhillon Grewal Bains Sidhu Atwal Virk Johal Okafor Adeyemi Okonkwo Nwosu Eze Obi Adebayo Ogunleye Balogun \
Afolabi Oyelaran Chukwu Igwe Nnamdi Mensah Owusu Boateng Asante Appiah Osei Agyeman Acheampong Moyo Ncube Dube Sibanda \
Mlambo Chikwanha Ndlovu Zulu Banda Phiri Mwangi Otieno Kamau Wanjiru Kiprotich Mukasa Nakato Tesfaye Haile Abdi Warsame \
Farah Jama Campbell-Reid Baptiste Charles St-Pierre Joseph Alleyne Blackwood Gayle Nowak Kowalski Wiśniewski Wójcik \
Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski \
Popescu Ionescu Popa Dumitru Stan Rusu Munteanu Ivanov Petrov Dimitrov Georgiev Kazlauskas Petrauskas Bērziņš Kalniņš \
Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Fernandes García Martínez López Hernández González Rossi Russo \
Ferrari Esposito Bianchi Romano Papadopoulos Georgiou Christodoulou Yılmaz Kaya Demir Şahin Çelik Öztürk Wong Chan \
Cheung Lam Leung Ng Ho Chen Wang Li Zhang Liu Huang Zhao Wu Tanaka Sato Suzuki Yamamoto Kim Park Choi Nguyen Tran Pham \
Le Vu Santos-Cruz Reyes Bautista Villanueva Aquino Dela_Cruz Mendoza Ramos Pascual Salazar Manalo Perera Fernando \
De_Silva Jayawardena Wickramasinghe Rajapaksa Thapa Gurung Rai Tamang Shrestha Limbu Haddad Khalil Mansour Saleh Nasser \
Aziz Karimi Hosseini Ahmadi Rostami Tehrani Schmidt Weber Fischer Schneider Becker Larsen Hansen Nielsen Lindqvist \
Johansson Virtanen Korhonen Dubois Laurent Moreau Lefebvre van_der_Berg de_Vries Janssen Ashworth Braithwaite \
Cholmondeley Dalrymple Entwistle Featherstone Greenhalgh Heathcote Illingworth Jessop Kirkbride Longbottom Micklethwaite \
Nuttall Ormerod Postlethwaite Quigley Ramsbottom Sidebottom Thistlethwaite Ullyott Vickers Wolstenholme Yardley \
Arkwright Bickerstaffe Clutterbuck Duckworth Eccleston Fairclough Goodenough Higginbottom Inglethorpe Jolliffe Kettlewell \
Lonsdale Mossop Nettleship Oldroyd Pickersgill Quarmby Rowbotham Satterthwaite Tattersall Underhill Verity Wigglesworth";

/// Towns that are on no map, for hospitals, districts and practices.
pub(super) const TOWNS: &str = "\
Ashgrove Millhaven Thornbury_Vale Westering Eastcombe Harrowgate_Mere Stonebeck Larkfield Whitmoor Ravensdale Coldwater \
Brackenhurst Elmstead Fernhollow Greystoke Hazelmere Ingleby Juniper_Hill Kestrelford Linden_Park Marshgate Netherby \
Oakhampton-Moor Penhallow Quarrybank Rosedale-Cross Saltmarsh Tidewell Underbarrow Vale_Royal Willowbrook Yarrowdale \
Amberley-Down Birchover Cloverfield Dunmere Emberton Foxcote Gorsedale Heronsgate Islebrook Kingsweir Lowmoor \
Mistley-Green Northolme Orchard_End Pebblecombe Rushford Sandholme Thistledown Upperwick Vinesbridge Wychcombe Aldermoor \
Bramblewick Cranleigh-Fen Deepdale Eskwater Farthingstone Glenholm Hollybush Ironbridge-Moor Kelderwick Longstrand";

/// Departments of a hospital: name, weight, the titles found there.
pub(super) const DEPARTMENTS: [(&str, usize, &str); 28] = [
    (
        "Medicine",
        12,
        "Staff nurse;Healthcare assistant;Senior house officer;Consultant physician;Ward manager;Ward clerk",
    ),
    ("Surgery", 10, "Staff nurse;Healthcare assistant;Surgical registrar;Consultant surgeon;Ward manager;Ward clerk"),
    ("Emergency Department", 8, "Staff nurse;Emergency physician;Triage nurse;Healthcare assistant;Receptionist"),
    ("Theatres", 7, "Theatre nurse;Operating department practitioner;Theatre porter;Scrub nurse"),
    ("Anaesthetics", 3, "Anaesthetist;Anaesthetic registrar;Operating department practitioner"),
    ("Critical Care", 5, "Critical care nurse;Intensivist;Outreach nurse"),
    ("Maternity", 6, "Midwife;Maternity support worker;Obstetrician;Community midwife"),
    ("Paediatrics", 5, "Children's nurse;Paediatrician;Play specialist;Paediatric registrar"),
    ("Care of the Elderly", 6, "Staff nurse;Consultant geriatrician;Healthcare assistant;Ward manager"),
    ("Oncology", 4, "Clinical nurse specialist;Oncologist;Chemotherapy nurse"),
    ("Cardiology", 3, "Cardiac physiologist;Cardiologist;Heart failure nurse"),
    ("Renal", 2, "Dialysis nurse;Nephrologist;Renal technician"),
    ("Outpatients", 4, "Outpatient nurse;Clinic clerk;Receptionist"),
    ("Radiology", 4, "Radiographer;Radiologist;Imaging assistant;Sonographer"),
    ("Pathology", 4, "Biomedical scientist;Phlebotomist;Histopathologist;Laboratory assistant"),
    ("Pharmacy", 3, "Pharmacist;Pharmacy technician;Dispensing assistant"),
    ("Physiotherapy", 2, "Physiotherapist;Senior physiotherapist;Therapy assistant"),
    ("Occupational Therapy", 2, "Occupational therapist;Therapy assistant"),
    ("Speech and Language Therapy", 1, "Speech and language therapist"),
    ("Dietetics", 1, "Dietitian;Dietetic assistant"),
    ("Estates", 3, "Electrician;Plumber;Estates officer;Grounds keeper"),
    ("Facilities", 5, "Domestic assistant;Porter;Catering assistant;Laundry assistant"),
    ("Medical Records", 2, "Records clerk;Clinical coder"),
    ("Secretariat", 3, "Medical secretary;Personal assistant"),
    ("Human Resources", 1, "HR adviser;Recruitment officer"),
    ("Finance", 1, "Accountant;Accounts assistant"),
    ("Infection Control", 1, "Infection control nurse"),
    ("Chaplaincy", 1, "Chaplain;Volunteer coordinator"),
];

/// Departments of the shared services and the titles found there.
pub(super) const SHARED_SERVICES: [(&str, usize, &str); 12] = [
    ("Communications", 240, "Communications officer;Press officer;Designer"),
    ("Messaging Operations", 160, "Mail engineer;Service desk analyst;Operations manager"),
    ("Service Desk", 1_600, "Service desk analyst;Field engineer"),
    ("Payroll", 1_400, "Payroll officer;Pensions adviser"),
    ("Procurement", 1_200, "Buyer;Contract manager;Stores assistant"),
    ("Learning and Development", 900, "Trainer;Learning designer"),
    ("Library and Knowledge", 400, "Librarian;Knowledge specialist"),
    ("Information Governance", 500, "Information governance officer;Data protection adviser"),
    ("Digital", 2_400, "Software developer;Data engineer;Product manager;Analyst"),
    ("Legal", 300, "Solicitor;Claims handler"),
    ("Bank Staffing", 1_900, "Bank nurse;Bank healthcare assistant"),
    ("Transport", 1_000, "Driver;Transport planner"),
];

pub(super) const COMMUNITY_TITLES: &str = "District nurse;Health visitor;School nurse;Community physiotherapist;Podiatrist;\
                                           Community matron;Healthcare assistant;Team administrator";
pub(super) const MENTAL_HEALTH_TITLES: &str = "Mental health nurse;Psychiatrist;Clinical psychologist;Support worker;\
                                               Occupational therapist;Approved mental health professional";
pub(super) const AMBULANCE_TITLES: &str =
    "Paramedic;Emergency medical technician;Call handler;Dispatcher;Fleet mechanic";
pub(super) const PRACTICE_TITLES: &str =
    "GP;Practice nurse;Receptionist;Practice manager;Healthcare assistant;Prescribing clerk";

/// What project groups are about: topic and thing make a name.
pub(super) const TOPICS: [&str; 32] = [
    "falls",
    "sepsis",
    "stroke",
    "diabetes",
    "rota",
    "discharge",
    "handover",
    "winter",
    "flu",
    "audit",
    "wayfinding",
    "parking",
    "uniforms",
    "recycling",
    "volunteers",
    "research",
    "simulation",
    "dementia",
    "nutrition",
    "hydration",
    "safeguarding",
    "consent",
    "imaging",
    "e-prescribing",
    "telehealth",
    "waiting-list",
    "beds",
    "theatre-lists",
    "pain",
    "tissue-viability",
    "mentors",
    "wellbeing",
];

pub(super) const THINGS: [&str; 16] = [
    "group",
    "project",
    "leads",
    "champions",
    "network",
    "board",
    "pilot",
    "forum-planning",
    "review",
    "working-party",
    "team",
    "link-nurses",
    "steering",
    "users",
    "task-force",
    "reps",
];
