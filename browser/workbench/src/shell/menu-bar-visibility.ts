/** On the top panel while the menu is elsewhere. */
export const MENU_AWAY_CLASS = 'longtable-mod-menu-away';

/** Whether a value of `window.menuBarVisibility` leaves the menu in the top panel. */
export function isMenuInTopPanel(preference: string | undefined): boolean {
    return preference !== 'compact' && preference !== 'hidden';
}
