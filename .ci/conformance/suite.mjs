// Describes the suite as data: an OpenAPI 3.1 document of each spec, the operations of each scenario as the TypeSpec compiler resolves
// them, and the requests and responses that the mock server has for it.
//
//     node suite.mjs NPM OUTPUT
//
// NPM is the folder with node_modules, OUTPUT a folder to write to: suite.json and openapi/**.

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** Stands for the address of the mock server, which is unknown until it runs. */
const BASE_URL = "http://mock.invalid";

/**
 * Specs that the OpenAPI emitter cannot write, and what is replaced in a copy of them, so that it can. The second pair, if any, is
 * applied to the document that it writes. `lost` has the scenarios that the copy is no longer about.
 */
const ALTERED = {
  // The emitter looks parameters up in an object, where `constructor` is inherited.
  "special-words": { source: [/\bconstructor\b/g, "constructorOfSuite"], document: [/constructorOfSuite/g, "constructor"] },
  // A path of OpenAPI has no query string.
  routes: { source: [/\?fixed=true\{&/g, "{?"] },
  // OpenAPI has ranges of a hundred statuses only.
  "response/status-code-range": {
    source: [/@minValue\(494\)/g, "@minValue(400)"],
    lost: { Response_StatusCodeRange_errorResponseStatusCodeInRange: "the statuses from 494 to 499" },
  },
};

const [npm, output] = process.argv.slice(2);
const packages = join(npm, "node_modules/@typespec");
const load = (path) => import(pathToFileURL(join(packages, path)).href);
const { compile, getPagingOperation, NodeHost, resolvePath } = await load("compiler/dist/src/index.js");
const { getHttpOperation } = await load("http/dist/src/index.js");
const { resolveOperationId } = await load("openapi/dist/src/index.js");
const { expandDyns } = await load("spec-api/dist/index.js");
const { listScenarios } = await load("spector/dist/src/lib/decorators.js");

/** The folders below `root` that contain `file`, by their relative names. */
async function foldersWith(root, file) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile() && entry.name === file);
  return found.map((entry) => relative(root, entry.parentPath).split(sep).join("/")).sort();
}

// ---- OpenAPI documents

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

/** Writes the documents of a spec; returns their paths and the emitter's messages. */
async function writeDocuments(name, folder) {
  const target = join(output, "openapi", name);
  let source = folder;
  if (ALTERED[name]) {
    // Inside of the package, so that imports are found.
    source = join(packages, "http-specs/altered", name);
    await rm(source, { recursive: true, force: true });
    await cp(folder, source, { recursive: true });
    const main = join(source, "main.tsp");
    await writeFile(main, (await readFile(main, "utf8")).replaceAll(...ALTERED[name].source));
  }
  const diagnostics = await emit(source, target);
  const documents = (await readdir(target)).filter((file) => file.endsWith(".json")).sort();
  for (const file of documents) {
    const path = join(target, file);
    if (ALTERED[name]?.document) {
      await writeFile(path, (await readFile(path, "utf8")).replaceAll(...ALTERED[name].document));
    }
  }
  const messages = diagnostics.filter((it) => it.severity === "error" || it.code.startsWith("@typespec/openapi3"));
  return {
    documents: documents.map((file) => join("openapi", name, file)),
    messages: [...new Set(messages.map((it) => `${it.code}: ${it.message}`))],
  };
}

// ---- operations of scenarios

function describeOperation(program, endpoint) {
  const [operation] = getHttpOperation(program, endpoint.target);
  const parameters = operation.parameters.parameters.map((parameter) => ({
    in: parameter.type,
    name: parameter.name,
    style: parameter.style,
    explode: parameter.explode,
    allowReserved: parameter.allowReserved,
  }));
  return {
    id: resolveOperationId(program, endpoint.target),
    method: operation.verb,
    path: operation.path,
    uriTemplate: operation.uriTemplate,
    isPaged: leadsToNextPage(program, endpoint.target),
    parameters,
  };
}

/** Whether responses refer to the next page, by a link or a token. */
function leadsToNextPage(program, operation) {
  const [paging] = getPagingOperation(program, operation);
  return Boolean(paging?.output.nextLink ?? paging?.output.continuationToken);
}

/** The operations of each scenario of a spec. */
async function readScenarios(folder) {
  const program = await compile(NodeHost, resolvePath(join(folder, "main.tsp")), { noEmit: true });
  const operations = (scenario) => scenario.endpoints.map((endpoint) => describeOperation(program, endpoint));
  return listScenarios(program).map((scenario) => [scenario.name, operations(scenario)]);
}

// ---- the mock server

const resolver = { baseUrl: BASE_URL };

/** A body as text, or as base64 if it is no text. */
function bodyContent(raw) {
  if (raw === undefined || raw === null) return {};
  if (Buffer.isBuffer(raw)) return { base64: raw.toString("base64") };
  if (typeof raw === "string") return { text: raw };
  return { text: typeof raw.serialize === "function" ? raw.serialize(resolver) : JSON.stringify(raw) };
}

const body = (it) => (it ? { mediaType: it.contentType, ...bodyContent(it.rawContent) } : null);

function describeExchange({ uri, method, request, response, handler }) {
  return {
    method: method.toUpperCase(),
    // Colons are escaped for the server's router.
    uri: uri.replaceAll("\\", ""),
    query: expandDyns(request?.query ?? {}, resolver),
    headers: expandDyns(request?.headers ?? {}, resolver),
    body: body(request?.body),
    // A server with a handler decides itself what it accepts and answers.
    hasHandler: Boolean(handler),
    response: {
      status: response?.status,
      headers: expandDyns(response?.headers ?? {}, resolver),
      body: body(response?.body),
    },
  };
}

/** The exchanges of each scenario that the mock server knows. */
async function readMocks() {
  const root = join(packages, "http-specs/dist/specs");
  const mocks = {};
  for (const folder of await foldersWith(root, "mockapi.js")) {
    const { Scenarios } = await import(pathToFileURL(join(root, folder, "mockapi.js")).href);
    for (const [name, scenario] of Object.entries(Scenarios)) {
      mocks[name] = {
        exchanges: scenario.apis.map(describeExchange),
        expectedStatus: scenario.passCondition === "status-code" ? scenario.code : undefined,
      };
    }
  }
  return mocks;
}

const root = join(packages, "http-specs/specs");
const mocks = await readMocks();
const suite = { baseUrl: BASE_URL, folders: {}, scenarios: {} };
await rm(join(output, "openapi"), { recursive: true, force: true });
for (const name of await foldersWith(root, "main.tsp")) {
  const folder = join(root, name);
  for (const [scenario, operations] of await readScenarios(folder)) {
    const altered = ALTERED[name]?.lost?.[scenario];
    suite.scenarios[scenario] = { folder: name, operations, altered, ...mocks[scenario] };
  }
  suite.folders[name] = await writeDocuments(name, folder);
}
await writeFile(join(output, "suite.json"), JSON.stringify(suite, null, 1));
console.log(`${Object.keys(suite.scenarios).length} scenarios of ${Object.keys(suite.folders).length} specs`);
