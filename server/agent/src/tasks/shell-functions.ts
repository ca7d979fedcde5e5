/**
 * Runs the steps of a chain, one after the other, at the first prompt of an interactive bash. Each is evaluated outside of
 * any function, so that what it declares is there for the next and for whoever uses the shell afterwards.
 */
export const SHELL_FUNCTIONS = `
__longtable_at=0 __longtable_now= __longtable_over= __longtable_text=

__longtable_say() { printf '\\e[%sm%s\\e[0m\\n' "$1" "$2"; }

__longtable_mark() {
    [ -z "$__longtable_marks" ] || { : >| "$__longtable_marks.$1"; } 2> /dev/null || :
}

# The next step into __longtable_text; fails when there is none.
__longtable_next() {
    # Ctrl+C leaves whatever runs and comes back with the next prompt.
    [ -z "$__longtable_now" ] || __longtable_fail 130
    if [ -n "$__longtable_over" ] || ((__longtable_at >= \${#__longtable_names[@]})); then
        __longtable_finish
        return 1
    fi
    __longtable_now=\${__longtable_names[__longtable_at]}
    __longtable_text=\${__longtable_texts[__longtable_at]}
    local shown=\${__longtable_shown[__longtable_at]}
    if [ -n "$shown" ]; then
        __longtable_say 1 "$__longtable_now"
        __longtable_say 2 "$shown"
    fi
    __longtable_at=$((__longtable_at + 1))
}

__longtable_after() {
    if [ "$1" != 0 ]; then
        __longtable_fail "$1"
    else
        __longtable_ended_well
    fi
}

__longtable_ended_well() {
    local mark=\${__longtable_done[__longtable_at - 1]}
    [ -z "$mark" ] || { : >| "$mark"; } 2> /dev/null || :
    __longtable_now=
}

__longtable_fail() {
    __longtable_leave_if_gone
    local how signal
    signal=$(kill -l "$1" 2> /dev/null)
    if [ "$1" = 130 ]; then
        how='was interrupted'
    elif [ "$1" -gt 128 ] && [ -n "$signal" ]; then
        how="was ended by SIG$signal (exit code $1)"
    else
        how="failed with exit code $1"
    fi
    __longtable_tell_failure "$how"
}

__longtable_tell_failure() {
    local rest IFS=,
    rest=\${__longtable_names[*]:__longtable_at}
    rest=\${rest//,/, }
    __longtable_say '1;31' "“$__longtable_title”: $__longtable_now $1.\${rest:+ Not run: $rest.}"
    [ -z "\${__longtable_done[__longtable_at - 1]}" ] || __longtable_say 31 'It is due again at the next start of the workspace.'
    __longtable_now= __longtable_over=1
    __longtable_mark failed
}

# The end of a terminal ends the program in it first.
__longtable_leave_if_gone() {
    [ -t 0 ] || exit
}

# Whoever uses the shell from now on finds it as any other.
__longtable_finish() {
    __longtable_leave_if_gone
    trap - EXIT
    __longtable_mark finished
    if ((\${#__longtable_prompt[@]} == 1)); then
        PROMPT_COMMAND=\${__longtable_prompt[0]}
    elif ((\${#__longtable_prompt[@]} > 1)); then
        unset PROMPT_COMMAND
        PROMPT_COMMAND=("\${__longtable_prompt[@]}")
    else
        unset PROMPT_COMMAND
    fi
    unset -f $(compgen -A function __longtable_)
    unset $(compgen -v __longtable_)
}

# A step has left the shell, or the terminal is gone.
__longtable_exit() {
    local code=$?
    if [ ! -t 0 ]; then
        __longtable_mark failed
    elif [ -n "$__longtable_now" ]; then
        if [ "$code" = 0 ] && ((__longtable_at >= \${#__longtable_names[@]})); then
            __longtable_ended_well
            __longtable_mark finished
        else
            local left="left the shell with exit code $code"
            if [ "$code" = 0 ]; then
                __longtable_ended_well
                __longtable_now=\${__longtable_names[__longtable_at - 1]}
                __longtable_done=()
            fi
            __longtable_tell_failure "$left"
            __longtable_mark finished
            exec "$BASH"
        fi
    fi
}

# Runs commands at the same time, given as names and texts; fails as the last of those that failed.
__longtable_together() (
    trap 'trap "" TERM; kill 0; exit 130' INT
    set -o pipefail
    ids=() names=() result=0
    while [ $# -gt 0 ]; do
        eval "$2" 2>&1 < /dev/null | while IFS= read -r line || [ -n "$line" ]; do printf '[%s] %s\\n' "$1" "$line"; done &
        ids+=($!) names+=("$1")
        shift 2
    done
    for index in "\${!ids[@]}"; do
        wait "\${ids[index]}" || {
            result=$?
            printf '[%s] failed with exit code %s\\n' "\${names[index]}" "$result"
        }
    done
    exit "$result"
)

if [ -n "$__longtable_marks" ] && ! mkdir "$__longtable_marks.begun" 2> /dev/null && [ -d "$__longtable_marks.begun" ]; then
    # Another shell runs these steps, or has run them, in this start of the workspace.
    exit 0
fi
trap __longtable_exit EXIT
__longtable_prompt=("\${PROMPT_COMMAND[@]}")
unset PROMPT_COMMAND
PROMPT_COMMAND='while __longtable_next; do eval "$__longtable_text"; __longtable_after "$?"; done'
`;
