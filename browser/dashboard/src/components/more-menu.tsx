import { Ellipsis, type LucideIcon } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';

export interface MoreMenuItem<K extends string> {
    readonly id: K;
    readonly text: string;
    readonly Icon: LucideIcon;
    /** Address of a file that is fetched instead of {@link MoreMenuProps.onAction} being called. */
    readonly download?: string;
    /** Whether it takes something away for good. */
    readonly danger?: boolean;
}

interface MoreMenuProps<K extends string> {
    readonly items: readonly MoreMenuItem<K>[];
    /** Id of the element that names what the menu is about. */
    readonly nameId: string;
    readonly onAction: (action: K) => void;
}

/** What is done with one thing of a list less often, behind three dots. */
export function MoreMenu<K extends string>({ items, nameId, onAction }: MoreMenuProps<K>) {
    return (
        <MenuTrigger>
            <Button className="icon-button" aria-label="More actions" aria-describedby={nameId}>
                <Ellipsis aria-hidden size={18} />
            </Button>
            <Popover className="popover" placement="bottom end">
                <Menu className="menu" onAction={key => onAction(key as K)}>
                    {items.map(({ id, text, Icon, download, danger }) => (
                        <MenuItem
                            key={id}
                            id={id}
                            textValue={text}
                            className={danger ? 'menu-item menu-item-danger' : 'menu-item'}
                            {...(download === undefined ? {} : { href: download, download: '' })}
                        >
                            <Icon aria-hidden size={16} />
                            {text}
                        </MenuItem>
                    ))}
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
