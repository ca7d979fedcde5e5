import {
    AUDIT_ARCHITECTURE,
    CLONE,
    CLONE3,
    CLONE_NEW,
    DENIED,
    DENIED_IOCTLS,
    ENOSYS,
    EPERM,
    IOCTL,
    type Architecture
} from './syscalls.js';

/** One instruction of a classic BPF program: struct sock_filter of linux/filter.h. */
interface Instruction {
    readonly code: number;
    readonly jumpTrue: number;
    readonly jumpFalse: number;
    readonly operand: number;
}

const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_OR_EQUAL = 0x35;
const JUMP_BITS_SET = 0x45;
const RETURN = 0x06;

/** Offsets in struct seccomp_data; both processors are little-endian, so the low half of an argument comes first. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + 8 * index;

const ALLOW = 0x7fff_0000;
const KILL_PROCESS = 0x8000_0000;
const errno = (number: number): number => 0x0005_0000 | number;

/** Numbers from here on are of the x32 ABI, under which the same calls have other numbers. */
const X32 = 0x4000_0000;

/** Builds the filter of the system calls of a sandbox, as `bwrap --seccomp` reads it. */
export function seccompFilter(architecture: Architecture): Buffer {
    const program: Instruction[] = [
        load(ARCHITECTURE),
        jump(JUMP_EQUAL, AUDIT_ARCHITECTURE[architecture], 1, 0),
        // Programs for another processor mode, such as 32-bit ones, would pass by the numbers below.
        answer(KILL_PROCESS),
        load(NUMBER),
        ...(architecture === 'x64' ? when(JUMP_GREATER_OR_EQUAL, X32, [answer(errno(ENOSYS))]) : []),
        // Its flags are in memory, where a filter cannot look. C libraries fall back to clone.
        ...when(JUMP_EQUAL, CLONE3, [answer(errno(ENOSYS))]),
        ...when(JUMP_EQUAL, CLONE[architecture], [
            load(argument(0)),
            ...when(JUMP_BITS_SET, CLONE_NEW, [answer(errno(EPERM))]),
            answer(ALLOW)
        ]),
        ...when(JUMP_EQUAL, IOCTL[architecture], [
            load(argument(1)),
            ...DENIED_IOCTLS.flatMap(request => when(JUMP_EQUAL, request, [answer(errno(EPERM))])),
            answer(ALLOW)
        ])
    ];
    for (const numbers of Object.values(DENIED)) {
        const number = numbers[architecture === 'x64' ? 0 : 1];
        if (number !== undefined) {
            program.push(...when(JUMP_EQUAL, number, [answer(errno(EPERM))]));
        }
    }
    program.push(answer(ALLOW));
    return assemble(program);
}

/** The filter for the processor that this runs on; undefined where there is none. */
export function seccompFilterHere(): Buffer | undefined {
    return process.arch === 'x64' || process.arch === 'arm64' ? seccompFilter(process.arch) : undefined;
}

function load(offset: number): Instruction {
    return { code: LOAD_WORD, jumpTrue: 0, jumpFalse: 0, operand: offset };
}

function jump(code: number, operand: number, jumpTrue: number, jumpFalse: number): Instruction {
    return { code, jumpTrue, jumpFalse, operand };
}

function answer(action: number): Instruction {
    return { code: RETURN, jumpTrue: 0, jumpFalse: 0, operand: action };
}

/** The instructions are passed over unless the condition holds for what was loaded last. */
function when(code: number, operand: number, instructions: readonly Instruction[]): readonly Instruction[] {
    return [jump(code, operand, 0, instructions.length), ...instructions];
}

function assemble(program: readonly Instruction[]): Buffer {
    const bytes = Buffer.alloc(program.length * 8);
    program.forEach(({ code, jumpTrue, jumpFalse, operand }, index) => {
        bytes.writeUInt16LE(code, index * 8);
        bytes.writeUInt8(jumpTrue, index * 8 + 2);
        bytes.writeUInt8(jumpFalse, index * 8 + 3);
        bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
    });
    return bytes;
}
