// Describes the suite as data: an OpenAPI 3.1 document of each spec, the operations of each scenario, and the requests and responses
// that the mock server has for it.
//
//     node suite.mjs NPM OUTPUT
//
// NPM is the folder with node_modules, OUTPUT a folder to write to: suite.json and openapi/**.

import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readMocks } from "./mocks.mjs";
import { lostByAlteration, writeDocuments } from "./openapi.mjs";
import { BASE_URL, foldersWith, packages } from "./packages.mjs";
import { readScenarios } from "./scenarios.mjs";

const output = process.argv[3];
const root = join(packages, "http-specs/specs");
const mocks = await readMocks();
const suite = { baseUrl: BASE_URL, folders: {}, scenarios: {} };
await rm(join(output, "openapi"), { recursive: true, force: true });
for (const name of await foldersWith(root, "main.tsp")) {
  const folder = join(root, name);
  const scenarios = await readScenarios(folder);
  for (const [scenario, operations] of scenarios) {
    const altered = lostByAlteration(name, scenario);
    suite.scenarios[scenario] = { folder: name, operations, altered, ...mocks[scenario] };
  }
  const operations = scenarios.flatMap(([, operations]) => operations);
  const { files, messages } = await writeDocuments(name, folder, join(output, "openapi", name), operations);
  suite.folders[name] = { documents: files.map((file) => join("openapi", name, file)), messages };
}
await writeFile(join(output, "suite.json"), JSON.stringify(suite, null, 1));
console.log(`${Object.keys(suite.scenarios).length} scenarios of ${Object.keys(suite.folders).length} specs`);
