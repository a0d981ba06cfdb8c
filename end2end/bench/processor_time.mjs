// Processor time that the demo's servers have used, read from /proc (proc(5)).
import { readFileSync, readdirSync } from "node:fs";

/** Milliseconds in a tick: USER_HZ is 100 on Linux. */
const TICK = 10;

/** Milliseconds, user and system, of Levee itself and of Dovecot with all of its processes. */
export function processorTime(demo) {
  const master = Number(readFileSync(`${demo.folder}/mail/dovecot/run/master.pid`, "utf8"));
  const ofDovecot = processes().filter((one) => one.parent === master || one.pid === master);
  const own = (one) => one.user + one.system;
  // Processes that have ended are counted in those that waited for them.
  const ended = ofDovecot.find((one) => one.pid === master)?.ended ?? 0;
  const levee = processes().find((one) => one.pid === demo.pid);
  return { levee: TICK * own(levee), dovecot: TICK * (ended + ofDovecot.map(own).reduce((a, b) => a + b, 0)) };
}

function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        // The name, in parentheses, may hold spaces.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
        const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((at) => fields[at]);
        return [{ pid: Number(name), parent, user, system, ended: endedUser + endedSystem }];
      } catch {
        return []; // It ended meanwhile.
      }
    });
}
