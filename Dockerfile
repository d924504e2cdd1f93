# API, worker and command line: one image, the command says which. Not built here: see docs/chain.md.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY fonts/package.json fonts/
COPY src/core/package.json src/core/
COPY web/package.json web/
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm run build:web && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules node_modules
COPY --from=build --chown=root:root /app/fonts fonts
COPY --from=build --chown=root:root /app/dist dist
COPY --from=build --chown=root:root /app/web/dist web/dist
COPY --from=build --chown=root:root /app/bin bin
USER node
EXPOSE 3000
CMD ["node", "--max-semi-space-size=8", "dist/bundle/api.js"]
