'use strict';

/** The drives of the machine: none that a workspace should know of. */
exports.list = async () => [];
