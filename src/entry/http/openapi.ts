import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The whole contract, made when it is first asked for: it is not on the way of a start. */
export function serveOpenapi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openapiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
}

export const openapiDocument = (app: NestFastifyApplication): OpenAPIObject =>
  SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Elicence')
      .setDescription('Electronic licence registry (电子证照) with blockchain attestation')
      .setVersion('1')
      .addBearerAuth()
      .build(),
  );
