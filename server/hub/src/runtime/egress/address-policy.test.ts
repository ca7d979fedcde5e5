import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { isOwnAddress, isPublicAddress } from './address-policy.js';

test.for([
    '1.1.1.1',
    '93.184.216.34',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80e::200e',
    '::ffff:8.8.8.8'
])('%s is public', address => {
    expect(isPublicAddress(address)).toBe(true);
});

test.for([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.1.2.3',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a00:1',
    '::7f00:1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::',
    '2001::1',
    '2001:db8::1',
    '100::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'not an address',
    ''
])('%s is not', address => {
    expect(isPublicAddress(address)).toBe(false);
});

test('knows the addresses of this machine', () => {
    const own = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? []);
    for (const { address } of own) {
        expect(isOwnAddress(address.replace(/%.*$/, ''))).toBe(true);
    }
    expect(isOwnAddress('::ffff:127.0.0.1')).toBe(true);
    expect(isOwnAddress('1.1.1.1')).toBe(false);
});
