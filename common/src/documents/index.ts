export * from './metadata.js';
export * from './wire.js';
