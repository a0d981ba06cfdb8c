// Starts `levee demo` in a folder of its own on free ports, and stops it by its process id.
// What it announces (address, ports, accounts) is in the environment for the tests.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";

/** Starts a demo; resolves when it has announced itself. */
export async function startDemo(more = []) {
  const program = process.env.LEVEE;
  if (!program) throw new Error("LEVEE must name the program; run: make end2end");
  // Postfix runs as its own user and must be able to walk into the folder.
  const folder = `/var/tmp/levee-e2e-${process.pid}`;
  const child = spawn(program, ["demo", "--folder", folder, "--listen", "127.0.0.1:0", "--announce", "json", ...more], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const announced = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => line.startsWith("{") && resolve(JSON.parse(line)));
    ended.then((code) => reject(new Error(`levee demo ended with ${code} before it was ready`)));
  });
  const demo = await announced;
  return {
    ...demo,
    folder,
    pid: child.pid,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export default async function globalSetup() {
  const demo = await startDemo(["--small"]);
  process.env.LEVEE_DEMO = JSON.stringify({ ...demo, stop: undefined });
  return () => demo.stop();
}
