import type { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';

interface Argument {
  index: number;
}

/**
 * Tells Swagger's module how many arguments each handler takes. It asks the compiler's emitted metadata for that, which the
 * build does not emit; names and schemas it reads from Nest's own decorators.
 */
export function declareParameters(modules: ModulesContainer): void {
  for (const { controllers } of modules.values()) {
    for (const { metatype } of controllers.values()) {
      if (typeof metatype === 'function') declareHandlers(metatype);
    }
  }
}

function declareHandlers(controller: { prototype?: unknown } & object): void {
  const prototype = controller.prototype as object;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const given = Reflect.getMetadata('__routeArguments__', controller, name) as Record<string, Argument> | undefined;
    if (!given) continue;
    const types: unknown[] = [];
    for (const { index } of Object.values(given)) types[index] = String;
    Reflect.defineMetadata('design:paramtypes', types, prototype, name);
  }
}

/** A wildcard is `{path}` in the document's addresses; its parameter gets that name too. */
export function nameWildcards(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const parameter of item.get?.parameters ?? []) {
      if ('name' in parameter && parameter.name === '*') parameter.name = 'path';
    }
  }
  return document;
}
