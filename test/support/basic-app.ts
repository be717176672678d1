/** The product in this process, set up for sign-in by password: what its doors say, without a listening server. */
import type { RequestListener } from 'node:http';
import type { Config } from '../../src/config/config.ts';
import { bootstrap } from '../../src/domain/administration/organizations/bootstrap.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { createLogger } from '../../src/http/logging.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createApp } from '../../src/server.ts';
import { schemas } from '../scim/patch/patching.ts';
import { secretBox } from './domain.ts';

/** What a start with this configuration does to the database. */
export const setUp = (config: Config) =>
  bootstrap({ ...config, ...config.initial, ...config.bootstrap, demoAdminEmail: null, hasProvider: false });

/** @param secret the deployment's, as `setUp` gives it */
export const basicApp = (
  config: Config,
  secret: string,
  logger = createLogger('silent'),
  metrics = createMetrics(),
): RequestListener =>
  createApp({
    config,
    schemas,
    logger,
    metrics,
    live: liveFeed(),
    connection: null,
    secret,
    secretBox,
  });
