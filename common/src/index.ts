export * from './api.js';
export * from './assertion.js';
export * from './control.js';
export * from './egress.js';
export * from './errors.js';
export * from './ids.js';
export * from './roles.js';
export * from './sandbox.js';
