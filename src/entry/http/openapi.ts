import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { declareParameters, nameWildcards } from './openapi-parameters.js';
import { declarePolicies } from './openapi-policies.js';

/** The whole contract, made when it is first asked for: it is not on the way of a start. */
export function serveOpenapi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openapiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
}

export function openapiDocument(app: NestFastifyApplication): OpenAPIObject {
  declareParameters(app.get(ModulesContainer));
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Elicence')
      .setDescription('Electronic licence registry (电子证照) with blockchain attestation')
      .setVersion('1')
      .addBearerAuth()
      .build(),
  );
  return declarePolicies(nameWildcards(document));
}
