# One image with everything that npm start runs, except the servers: compose.yaml brings those.
FROM node:24-bookworm-slim

WORKDIR /app
RUN chown node:node /app && mkdir /state && chown node:node /state
USER node

COPY --chown=node:node package.json package-lock.json ./
RUN npm ci --no-audit --no-fund && npm cache clean --force

COPY --chown=node:node . .
# Prisma would download a schema engine that generating does not need.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/usr/bin/true node node_modules/prisma/build/index.js generate --schema backend/db/schema.prisma \
  && node scripts/start/build.ts

ENV NODE_ENV=production
VOLUME /state
EXPOSE 3000 4000
# It handles signals itself and ends its children in order.
CMD ["node", "--disable-warning=ExperimentalWarning", "scripts/start/main.ts", "--state-dir", "/state"]
