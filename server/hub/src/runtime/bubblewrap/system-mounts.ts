import { existsSync, lstatSync, readlinkSync } from 'node:fs';

const ROOTS = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** What programs need of the machine's `/etc`. None of it tells who uses the machine. */
const CONFIGURATION = [
    'alternatives',
    'bash.bashrc',
    'bash_completion.d',
    'ca-certificates',
    'ca-certificates.conf',
    'crypto-policies',
    'debian_version',
    'fonts',
    'gai.conf',
    'inputrc',
    'ld.so.cache',
    'ld.so.conf',
    'ld.so.conf.d',
    'localtime',
    'magic',
    'mime.types',
    'os-release',
    'perl',
    'pki/ca-trust',
    'pki/tls/certs',
    'protocols',
    'python3',
    'services',
    'ssl/certs',
    'ssl/cert.pem',
    'ssl/openssl.cnf',
    'terminfo',
    'timezone'
];

/** Options of bwrap that show the machine's programs, read-only. */
export function systemMounts(): readonly string[] {
    return [
        '--ro-bind',
        '/usr',
        '/usr',
        ...ROOTS.filter(path => existsSync(path)).flatMap(path =>
            lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path]
        ),
        ...CONFIGURATION.map(name => `/etc/${name}`).flatMap(path => ['--ro-bind-try', path, path]),
        '--symlink',
        '../proc/self/mounts',
        '/etc/mtab'
    ];
}
