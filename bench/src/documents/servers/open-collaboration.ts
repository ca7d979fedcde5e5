import { Server, type AddressInfo } from 'node:net';

// Its option for the port does not work: it listens where it is told here.
const { listen } = Server.prototype as unknown as { listen: (this: Server, ...args: unknown[]) => Server };
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    if (args[0] !== 8100) {
        return listen.apply(this, args);
    }
    return listen.call(this, 0, '127.0.0.1', () =>
        console.log(`READY ${String((this.address() as AddressInfo).port)}`)
    );
};
process.env['OCT_ACTIVATE_SIMPLE_LOGIN'] = 'true';
const bundle = process.argv[2] ?? '';
process.argv.splice(2);
await import(bundle);
