// Collects figures { name, size, value, unit, bound }, writes them as JSON and prints them as a table.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

/** How often each thing is done; what counts is the median. */
export const ROUNDS = 9;

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export class Figures {
  #all = [];

  /** Notes one; `bound` is the most that it may be. */
  note(name, size, value, unit, bound = null) {
    this.#all.push({ name, size, value, unit, bound });
  }

  /** Figures that a measuring example prints, one JSON object a line. */
  measured(room, example) {
    const options = ["run", "--release", "--locked", "--quiet", "--package", room, "--example", example];
    const lines = execFileSync("cargo", options, { cwd: "..", encoding: "utf8" }).split("\n");
    for (const line of lines.filter((one) => one.startsWith("{"))) this.#all.push({ bound: null, ...JSON.parse(line) });
  }

  write(file) {
    writeFileSync(file, `${JSON.stringify(this.#all, null, 2)}\n`);
  }

  print() {
    const rows = this.#all.map(({ name, size, value, unit, bound }) => [
      name,
      size.toLocaleString("en-GB"),
      `${(Math.round(value * 100) / 100).toLocaleString("en-GB")} ${unit}`,
      bound === null ? "" : bound.toLocaleString("en-GB"),
      bound !== null && value > bound ? "over its bound" : "",
    ]);
    const table = [["what", "size", "value", "bound", ""], ...rows];
    const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
    for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  }
}
