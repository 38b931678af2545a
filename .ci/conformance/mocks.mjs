// The requests and responses that the mock server has for each scenario.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { BASE_URL, expandDyns, foldersWith, packages } from "./packages.mjs";

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

/** The exchanges of each scenario. */
export async function readMocks() {
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
