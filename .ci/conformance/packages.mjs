// The packages of the suite and of the TypeSpec compiler, in the folder that is the first argument of the program.

import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/** A placeholder for the address of the mock server, which is unknown until it runs. */
export const BASE_URL = "http://mock.invalid";

export const packages = join(process.argv[2], "node_modules/@typespec");

const load = (path) => import(pathToFileURL(join(packages, path)).href);

export const { compile, getPagingOperation, NodeHost, resolvePath } = await load("compiler/dist/src/index.js");
export const { getHeaderFieldName, getHttpOperation, getQueryParamName } = await load("http/dist/src/index.js");
export const { resolveOperationId } = await load("openapi/dist/src/index.js");
export const { expandDyns } = await load("spec-api/dist/index.js");
export const { listScenarios } = await load("spector/dist/src/lib/decorators.js");

/** The folders below `root` that contain `file`, by their relative names. */
export async function foldersWith(root, file) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile() && entry.name === file);
  return found.map((entry) => relative(root, entry.parentPath).split(sep).join("/")).sort();
}
