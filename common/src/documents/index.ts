export * from './metadata.js';
export * from './text-diff.js';
export * from './wire.js';
