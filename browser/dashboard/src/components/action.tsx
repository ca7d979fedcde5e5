import { Button, type ButtonProps } from 'react-aria-components';

interface ActionProps extends Omit<ButtonProps, 'className'> {
    readonly tone?: 'primary' | 'plain' | 'quiet' | 'danger';
}

/** A button with words on it. While pending it keeps its place and the focus, and cannot be pressed again. */
export function Action({ tone = 'plain', ...props }: ActionProps) {
    return <Button {...props} className={`action action-${tone}`} />;
}
