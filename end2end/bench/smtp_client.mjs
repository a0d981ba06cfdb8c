// As much of an SMTP client as measuring needs: signs in, and sends messages over one connection, commands
// pipelined (RFC 2920) as mail programs do.
import { createConnection } from "node:net";
import { createInterface } from "node:readline";

export class SmtpClient {
  #socket;
  #replies;

  static async signedIn(port, { address, password }) {
    const client = new SmtpClient();
    client.#socket = createConnection({ port, host: "127.0.0.1", noDelay: true });
    client.#replies = createInterface({ input: client.#socket })[Symbol.asyncIterator]();
    await client.#expect("220");
    await client.#say("EHLO bench.example", "250");
    const secret = Buffer.from(`\0${address}\0${password}`).toString("base64");
    await client.#say(`AUTH PLAIN ${secret}`, "235");
    return client;
  }

  /** Resolves when the server has accepted it. */
  async send(from, recipients, text) {
    const commands = [`MAIL FROM:<${from}>`, ...recipients.map((recipient) => `RCPT TO:<${recipient}>`), "DATA"];
    this.#socket.write(`${commands.join("\r\n")}\r\n`);
    for (const command of commands) await this.#expect(command === "DATA" ? "354" : "250");
    this.#socket.write(`${text}.\r\n`);
    await this.#expect("250");
  }

  async quit() {
    await this.#say("QUIT", "221");
    this.#socket.end();
  }

  async #say(command, code) {
    this.#socket.write(`${command}\r\n`);
    await this.#expect(code);
  }

  /** The last line of the next reply, which has to be of this code. */
  async #expect(code) {
    for (;;) {
      const { value: line, done } = await this.#replies.next();
      if (done) throw new Error("the server hung up");
      if (!line.startsWith(code)) throw new Error(line);
      if (line[3] !== "-") return;
    }
  }
}
