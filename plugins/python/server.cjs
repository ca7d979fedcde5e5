'use strict';

// The server looks for its type stubs below this directory.
globalThis.__rootDirectory = `${module.path}/`;

require('./pyright-langserver.js');
