// Writes the OpenAPI documents of the suite.

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { compile, NodeHost, packages, resolvePath } from "./packages.mjs";

/**
 * Specs that the emitter cannot write as they are, or whose server does something else. `source` is replaced in a copy of the spec,
 * `document` in what is emitted from it. `lost` has the scenarios that the copy is no longer about.
 */
const ALTERED = {
  // The emitter looks parameters up in an object, where `constructor` is inherited.
  "special-words": { source: [/\bconstructor\b/g, "constructorOfSuite"], document: [/constructorOfSuite/g, "constructor"] },
  // A path of OpenAPI has no query string. `restore` states the constant as a parameter.
  routes: { source: [/\?fixed=true\{&/g, "{?"] },
  // The mock server's last page lacks this required property.
  "payload/pageable": { source: [/nestedNext: \{/g, "nestedNext?: {"] },
  // OpenAPI has ranges of a hundred statuses only.
  "response/status-code-range": {
    source: [/@minValue\(494\)/g, "@minValue(400)"],
    lost: { Response_StatusCodeRange_errorResponseStatusCodeInRange: "the statuses from 494 to 499" },
  },
};

export const lostByAlteration = (folder, scenario) => ALTERED[folder]?.lost?.[scenario];

/** Writes the documents of a spec; returns their paths and the emitter's messages. */
export async function writeDocuments(name, folder, target, operations) {
  const source = ALTERED[name] ? await alteredCopy(name, folder) : folder;
  const diagnostics = await emit(source, target);
  const files = (await readdir(target)).filter((file) => file.endsWith(".json")).sort();
  for (const file of files) {
    const path = join(target, file);
    const replaced = ALTERED[name]?.document ?? [];
    const text = await readFile(path, "utf8");
    const document = JSON.parse(replaced.length ? text.replaceAll(...replaced) : text);
    operations.forEach((operation) => restore(document, operation));
    await writeFile(path, JSON.stringify(document, null, 2));
  }
  const messages = diagnostics.filter((it) => it.severity === "error" || it.code.startsWith("@typespec/openapi3"));
  return { files, messages: [...new Set(messages.map((it) => `${it.code}: ${it.message}`))] };
}

/** A copy of a spec inside of the package, so that its imports are found. */
async function alteredCopy(name, folder) {
  const copy = join(packages, "http-specs/altered", name);
  await rm(copy, { recursive: true, force: true });
  await cp(folder, copy, { recursive: true });
  const main = join(copy, "main.tsp");
  await writeFile(main, (await readFile(main, "utf8")).replaceAll(...ALTERED[name].source));
  return copy;
}

async function emit(folder, target) {
  const options = {
    "emitter-output-dir": target,
    "file-type": "json",
    "openapi-versions": ["3.1.0"],
    "output-file": "openapi.{service-name-if-multiple}.{version}.json",
  };
  await mkdir(target, { recursive: true });
  const program = await compile(NodeHost, resolvePath(join(folder, "main.tsp")), {
    emit: ["@typespec/openapi3"],
    outputDir: target,
    options: { "@typespec/openapi3": options },
  });
  return program.diagnostics;
}

/** States what the emitter drops and a document can state: constants in the query string, and path parameters with slashes. */
function restore(document, operation) {
  const [path, query] = operation.path.split("?");
  const parameters = document.paths[path]?.[operation.method]?.parameters ?? [];
  for (const [name, value] of new URLSearchParams(query)) {
    parameters.push({ name, in: "query", required: true, schema: { type: "string", enum: [value] } });
  }
  for (const { name } of operation.parameters.filter((it) => it.in === "path" && it.allowReserved)) {
    const parameter = parameters.find((it) => it.in === "path" && it.name === name);
    if (parameter) parameter.allowReserved = true;
  }
}
