#!/usr/bin/env node
// Npm's solc with the command line that forge expects of a compiler: `--version`, and `--standard-json` from its input.
"use strict";

const solc = require("solc");

/** Say the version as the native compiler does, without the name of the machine it was built for. */
function version() {
  return `solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace(".Emscripten.clang", ".Linux.g++")}\n`;
}

if (process.argv.includes("--version")) {
  process.stdout.write(version());
} else if (process.argv.includes("--standard-json")) {
  // Every source stands in the input: there is nothing to look up, whatever paths forge allows.
  process.stdout.write(solc.compile(require("fs").readFileSync(0, "utf8")));
} else {
  process.stderr.write("solc.js: only --version and --standard-json are understood\n");
  process.exit(1);
}
