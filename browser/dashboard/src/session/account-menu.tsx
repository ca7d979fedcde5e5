import { messageOf } from '@longtable/common';
import { LogOut, UserRound, UsersRound } from 'lucide-react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, type Key } from 'react-aria-components';
import { Avatar } from '../components/avatar.js';
import { notify } from '../components/toasts.js';
import { navigate } from '../routing/navigation.js';
import { useHub } from './hub-context.js';

/** Who is signed in, and the way out. */
export function AccountMenu() {
    const { api, me } = useHub();

    async function signOut(): Promise<void> {
        try {
            await api.signOut();
            location.assign('/login');
        } catch (error) {
            notify({ tone: 'bad', text: `You are still signed in. ${messageOf(error)}` });
        }
    }

    function act(key: Key): void {
        if (key === 'account' || key === 'users') {
            navigate(`/${key}`);
        } else {
            void signOut();
        }
    }

    return (
        <MenuTrigger>
            <Button className="account" aria-label="Account menu">
                <Avatar person={me} />
            </Button>
            <Popover className="popover" placement="bottom end">
                <Menu className="menu" onAction={act}>
                    <MenuSection>
                        <Header className="menu-header">
                            <span className="menu-header-name">{me.name}</span>
                            {me.email && <span className="menu-header-detail">{me.email}</span>}
                        </Header>
                        <MenuItem id="account" className="menu-item" textValue="Account">
                            <UserRound aria-hidden size={16} />
                            Account
                        </MenuItem>
                        {me.admin && (
                            <MenuItem id="users" className="menu-item" textValue="Accounts">
                                <UsersRound aria-hidden size={16} />
                                Accounts
                            </MenuItem>
                        )}
                        <MenuItem id="sign-out" className="menu-item" textValue="Sign Out">
                            <LogOut aria-hidden size={16} />
                            Sign Out
                        </MenuItem>
                    </MenuSection>
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
