// What the guard adds to an MTA: the same messages to 50 people each, accepted by Postfix alone and by Postfix
// that asks Levee's milter, in turn. Their delivery is discarded.
import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { SmtpClient } from "./smtp_client.mjs";

/** The most that acceptance may take with the milter, as a multiple of Postfix alone. */
const BOUND = 1.05;
const RECIPIENTS = 50;
/** A list whose members are written to singly. */
const LIST = "physio-team";
/** Messages of each sender on each of the two ways: fewer than the guard lets one person send in a minute. */
const MESSAGES = 12;

export async function milter(figures, demo) {
  const etc = `${demo.folder}/mail/postfix/etc`;
  const ports = { alone: await freePort(), guarded: await freePort() };
  const asked = readFileSync(`${etc}/master.cf`, "utf8").match(/-o smtpd_milters=(inet:\S+)/)[1];
  appendFileSync(`${etc}/master.cf`, services(ports, asked));
  execFileSync("postfix", ["-c", etc, "reload"], { stdio: "ignore" });

  const domain = demo.accounts[0].address.split("@")[1];
  const maps = readFileSync(`${etc}/main.cf`, "utf8").match(/^virtual_alias_maps = (\S+)/m)[1];
  const members = execFileSync("postmap", ["-c", etc, "-q", `${LIST}@${domain}`, maps], { encoding: "utf8" });
  const recipients = members.trim().split(/,\s*/).slice(0, RECIPIENTS);
  if (recipients.length < RECIPIENTS) throw new Error(`${LIST} has only ${recipients.length} members`);

  const times = { alone: [], guarded: [] };
  for (const account of demo.accounts) {
    const ways = {};
    for (const way of ["alone", "guarded"]) ways[way] = await SmtpClient.signedIn(ports[way], account);
    for (let number = 0; number < MESSAGES; number += 1) {
      // Whoever goes first finds colder caches.
      for (const way of number % 2 ? ["alone", "guarded"] : ["guarded", "alone"]) {
        const began = performance.now();
        await ways[way].send(account.address, recipients, message(account.address, number));
        times[way].push(performance.now() - began);
      }
    }
    for (const way of Object.values(ways)) await way.quit();
  }
  const mean = (all) => all.reduce((a, b) => a + b, 0) / all.length;
  const [alone, guarded] = [mean(times.alone), mean(times.guarded)];
  figures.note("accept a message to 50, Postfix alone", times.alone.length, alone, "ms");
  figures.note("accept a message to 50, with the milter", times.guarded.length, guarded, "ms");
  figures.note("accept a message to 50, with the milter to alone", times.guarded.length, guarded / alone, "times", BOUND);
}

/** Two more ways in, alike but for the milter, and a way to nowhere (discard(8)). */
function services(ports, asked) {
  const way = (port, milters) => `127.0.0.1:${port} inet n - n - 20 smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o smtpd_recipient_restrictions=reject_non_fqdn_recipient,reject_unlisted_recipient,permit_sasl_authenticated,reject
  -o smtpd_milters=${milters}
  -o receive_override_options=no_address_mappings
  -o content_filter=discard:
`;
  return `${way(ports.alone, "")}${way(ports.guarded, asked)}discard unix - - n - - discard\n`;
}

/** No two are alike: alike ones would be counted together by the guard. */
function message(from, number) {
  const words = Array.from({ length: 120 }, () => Math.random().toString(36).slice(2, 9)).join(" ");
  const text = words.replace(/(.{60}\S*) /g, "$1\r\n");
  const id = Math.random().toString(36).slice(2);
  return `From: ${from}\r\nTo: undisclosed-recipients:;\r\nSubject: Rota ${number} ${id}\r\nMessage-ID: <${id}@bench.example>\r\n\r\n${text}\r\n`;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
