import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291): what the internet's IPv6 addresses begin with. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** Ranges of special purpose (RFC 6890) that the library does not name. */
const SPECIAL_IPV4 = [
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24'
].map(range => ipaddr.IPv4.parseCIDR(range));

/**
 * Whether an address is one of the public internet. Private, loopback, link-local (with the metadata services of
 * clouds), shared, multicast and reserved addresses are not, nor is an IPv6 address that carries an IPv4 one in it:
 * a translator on the way could turn it into any of those.
 */
export function isPublicAddress(text: string): boolean {
    if (!ipaddr.isValid(text)) {
        return false;
    }
    const address = ipaddr.parse(text);
    if (address instanceof ipaddr.IPv4) {
        return isPublicIpv4(address);
    }
    if (address.isIPv4MappedAddress()) {
        return isPublicIpv4(address.toIPv4Address());
    }
    return address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}

/**
 * Whether an address belongs to this machine. Even a public one does not go through the firewall before the machine
 * when it is reached from inside.
 */
export function isOwnAddress(text: string): boolean {
    const address = ipaddr.process(text).toNormalizedString();
    return Object.values(networkInterfaces())
        .flatMap(addresses => addresses ?? [])
        .some(own => ipaddr.process(own.address.replace(/%.*$/, '')).toNormalizedString() === address);
}

function isPublicIpv4(address: ipaddr.IPv4): boolean {
    return address.range() === 'unicast' && !SPECIAL_IPV4.some(range => address.match(range));
}
