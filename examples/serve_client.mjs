// A client of `govtext serve --stdio` in Node. Run it with: node examples/serve_client.mjs
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

class Govtext {
  constructor(command = "govtext", options = ["--model", "fast"]) {
    this.worker = spawn(command, ["serve", "--stdio", "--offsets", "utf16", ...options], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.waiting = new Map();
    this.next = 0;
    createInterface({ input: this.worker.stdout }).on("line", (line) => {
      const { id, result, error } = JSON.parse(line);
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) reject(Object.assign(new Error(`${error.message}; ${error.fix}`), { code: error.code }));
      else resolve(result);
    });
    const lost = (reason) => {
      for (const { reject } of this.waiting.values()) reject(reason);
      this.waiting.clear();
    };
    this.worker.on("error", lost);
    this.worker.on("exit", (code) => lost(new Error(`govtext ended with ${code}`)));
  }

  ask(method, request = {}) {
    return new Promise((resolve, reject) => {
      const id = this.next++;
      this.waiting.set(id, { resolve, reject });
      this.worker.stdin.write(JSON.stringify({ id, method, ...request }) + "\n");
    });
  }

  close() {
    return new Promise((resolve) => {
      this.worker.on("close", resolve);
      this.worker.stdin.end();
    });
  }
}

const [command = "govtext"] = process.argv.slice(2);
const govtext = new Govtext(command);
const comments = ["🙏🏽 Min, mbah saya kok gak dapet PKH?", "makasih pak lurah, petugasnya ramah"];
// Sent without waiting for each other: the worker takes together what waits.
const found = await Promise.all(comments.map((text) => govtext.ask("annotate", { text })));
for (const [number, { sentiment, intent, topics }] of found.entries()) {
  console.log(comments[number]);
  console.log(`  ${sentiment.id}, ${intent.id}`);
  for (const topic of topics) {
    console.log(`  ${topic.id}:`, topic.evidence.map(({ start, end }) => comments[number].slice(start, end)));
  }
}
try {
  await govtext.ask("rewrite", { text: "Warga wajib hadir.", options: { tone: "frendly" } });
} catch (error) {
  console.log(error.code, "-", error.message);
}
console.log("exit code", await govtext.close());
