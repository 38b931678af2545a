// The operations of each scenario, as the TypeSpec compiler resolves them.

import { join } from "node:path";

import {
  compile,
  getHeaderFieldName,
  getHttpOperation,
  getPagingOperation,
  getQueryParamName,
  listScenarios,
  NodeHost,
  resolveOperationId,
  resolvePath,
} from "./packages.mjs";

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
    paging: describePaging(program, endpoint.target),
    parameters,
  };
}

/** How responses refer to the next page, if they do: the items, and a link or a token with the parameter for it. */
function describePaging(program, operation) {
  const [paging] = getPagingOperation(program, operation);
  if (!paging) return null;
  const { input, output } = paging;
  const describe = (part) => part && describePart(program, part);
  const link = describe(output.nextLink);
  const token = describe(output.continuationToken);
  return link || token
    ? { items: describe(output.pageItems), link, token, parameter: describe(input.continuationToken) }
    : null;
}

/** A part of a request or of a response: a header, a query parameter, or a property by its path. */
function describePart(program, { property, path }) {
  const header = getHeaderFieldName(program, property);
  const query = getQueryParamName(program, property);
  return { header, query, path: path.map((it) => it.name) };
}

/** The operations of each scenario of a spec. */
export async function readScenarios(folder) {
  const program = await compile(NodeHost, resolvePath(join(folder, "main.tsp")), { noEmit: true });
  const operations = (scenario) => scenario.endpoints.map((endpoint) => describeOperation(program, endpoint));
  return listScenarios(program).map((scenario) => [scenario.name, operations(scenario)]);
}
