/** Processors that the filter is made for. */
export type Architecture = 'x64' | 'arm64';

/**
 * System calls that a sandbox may not make, by number on x86-64 and on arm64 (undefined where it does not exist): all
 * that makes or enters namespaces and mounts, loads code into the kernel, reaches keys of others, or has been a usual
 * way to attack the kernel. `ptrace` is not among them, because debuggers need it.
 */
export const DENIED: Readonly<Record<string, readonly [x64: number | undefined, arm64: number | undefined]>> = {
    mount: [165, 40],
    umount2: [166, 39],
    pivot_root: [155, 41],
    open_tree: [428, 428],
    move_mount: [429, 429],
    fsopen: [430, 430],
    fsconfig: [431, 431],
    fsmount: [432, 432],
    fspick: [433, 433],
    mount_setattr: [442, 442],
    open_tree_attr: [467, 467],
    setns: [308, 268],
    unshare: [272, 97],
    bpf: [321, 280],
    perf_event_open: [298, 241],
    add_key: [248, 217],
    request_key: [249, 218],
    keyctl: [250, 219],
    kexec_load: [246, 104],
    kexec_file_load: [320, 294],
    init_module: [175, 105],
    finit_module: [313, 273],
    delete_module: [176, 106],
    io_uring_setup: [425, 425],
    io_uring_enter: [426, 426],
    io_uring_register: [427, 427],
    userfaultfd: [323, 282],
    open_by_handle_at: [304, 265],
    swapon: [167, 224],
    swapoff: [168, 225],
    reboot: [169, 142],
    acct: [163, 89],
    quotactl: [179, 60],
    quotactl_fd: [443, 443],
    syslog: [103, 116],
    settimeofday: [164, 170],
    clock_settime: [227, 112],
    nfsservctl: [180, 42],
    uselib: [134, undefined],
    iopl: [172, undefined],
    ioperm: [173, undefined],
    modify_ldt: [154, undefined],
    lookup_dcookie: [212, 18]
};

export const CLONE: Readonly<Record<Architecture, number>> = { x64: 56, arm64: 220 };
export const CLONE3 = 435;
export const IOCTL: Readonly<Record<Architecture, number>> = { x64: 16, arm64: 29 };

/** The flags of `clone` that make a namespace: mount, cgroup, uts, ipc, user, pid, net. */
export const CLONE_NEW = 0x7e02_0000;
/** Puts characters into the input of a terminal, and the like on a console. */
export const DENIED_IOCTLS: readonly number[] = [0x5412, 0x541c];

/** The number of `EPERM` and `ENOSYS` on both. */
export const EPERM = 1;
export const ENOSYS = 38;

/** `AUDIT_ARCH_*` of linux/audit.h */
export const AUDIT_ARCHITECTURE: Readonly<Record<Architecture, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };
