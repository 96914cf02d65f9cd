// Builds the contracts that can be deployed and writes what the package ships of each: its ABI and its bytecode.
//
//   node build.js            writes src/chizai/ledger/artifacts/*.json
//   node build.js --check    fails if what is shipped is not what the sources build to
//
// What stands in `harness` is built with the same settings for the tests alone, and written to build/contracts.
"use strict";

const fs = require("fs");
const path = require("path");
const solc = require("solc");

const SOURCES = path.join(__dirname, "src");
const HARNESS = path.join(__dirname, "harness");
const SHIPPED = path.join(__dirname, "..", "src", "chizai", "ledger", "artifacts");
const UNSHIPPED = path.join(__dirname, "..", "build", "contracts");
const EVM = "berlin";

/** The compiler's own steps but without the specialiser of functions, which makes the vault 2,000 bytes longer. */
const STEPS =
  "dhfoDgvulfnTUtnIf[xa[r]EscLMVcul[j]Trpeulxa[r]cLgvifMCTUca[r]LSsTOtfDnca[r]IulcscCTUtgvifMx[scCTUt]TOntnfDIulgvifM" +
  "jmul[jul]VcTOculjmul]:fDnTOcmu";

/** The same settings as in foundry.toml: a test of the project compares them. */
const SETTINGS = {
  evmVersion: EVM,
  optimizer: {
    enabled: true,
    runs: 200,
    details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: STEPS } },
  },
  viaIR: true,
  metadata: { bytecodeHash: "none", appendCBOR: false },
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};

/** Give the texts of all sources under a folder, if it is there, by their path from the folder of the contracts. */
function sources(folder) {
  const found = {};
  if (!fs.existsSync(folder)) return found;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(found, sources(full));
    else if (entry.name.endsWith(".sol")) {
      const name = path.relative(__dirname, full).split(path.sep).join("/");
      found[name] = { content: fs.readFileSync(full, "utf8") };
    }
  }
  return found;
}

/** Find what a source imports from an npm package. */
function fromPackages(name) {
  const file = path.join(__dirname, "node_modules", name);
  return fs.existsSync(file) ? { contents: fs.readFileSync(file, "utf8") } : { error: `${name} is not installed` };
}

/** What the compiler says of every build for `berlin`, which the networks that the contracts are for still need. */
const EXPECTED = "Support for EVM versions older than london is deprecated";

/** Compile everything; a warning fails the build as an error does. */
function compile() {
  const input = { language: "Solidity", sources: { ...sources(SOURCES), ...sources(HARNESS) }, settings: SETTINGS };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: fromPackages }));
  const complaints = (output.errors || []).filter(
    (each) => !each.message.startsWith(EXPECTED) && !(each.sourceLocation || { file: "" }).file.startsWith("@"),
  );
  if (complaints.length) {
    process.stderr.write(complaints.map((each) => each.formattedMessage).join("\n"));
    process.exit(1);
  }
  return output.contracts;
}

/** Give the text of each artifact by the contract's name: those directly under a folder that can be deployed. */
function artifacts(output, folder) {
  const compiler = solc.version().split(".Emscripten")[0];
  const found = {};
  for (const [source, contracts] of Object.entries(output)) {
    if (path.posix.dirname(source) !== folder) continue;
    for (const [name, { abi, evm }] of Object.entries(contracts)) {
      if (!evm.bytecode.object) continue;
      const artifact = { contract: name, compiler, evm: EVM, abi, bytecode: `0x${evm.bytecode.object}` };
      found[`${name}.json`] = `${JSON.stringify(artifact, null, 1)}\n`;
    }
  }
  return found;
}

/** Name what is shipped and differs from what was built. */
function differences(built) {
  const shipped = fs.existsSync(SHIPPED) ? fs.readdirSync(SHIPPED).filter((name) => name.endsWith(".json")) : [];
  const names = new Set([...shipped, ...Object.keys(built)]);
  const text = (name) => (shipped.includes(name) ? fs.readFileSync(path.join(SHIPPED, name), "utf8") : "");
  return [...names].filter((name) => text(name) !== built[name]).sort();
}

const output = compile();
const built = artifacts(output, "src");
fs.mkdirSync(UNSHIPPED, { recursive: true });
for (const [name, text] of Object.entries(artifacts(output, "harness"))) fs.writeFileSync(path.join(UNSHIPPED, name), text);
const different = differences(built);
if (process.argv.includes("--check")) {
  if (different.length) {
    process.stderr.write(`shipped is not what the sources build to: ${different.join(", ")}; run dev.py contracts\n`);
    process.exit(1);
  }
} else {
  fs.mkdirSync(SHIPPED, { recursive: true });
  for (const name of different) {
    const file = path.join(SHIPPED, name);
    if (name in built) fs.writeFileSync(file, built[name]);
    else fs.unlinkSync(file);
  }
}
for (const [name, text] of Object.entries(built)) {
  const bytes = JSON.parse(text).bytecode.length / 2 - 1;
  process.stdout.write(`${name.padEnd(24)}${String(bytes).padStart(7)} bytes\n`);
}
