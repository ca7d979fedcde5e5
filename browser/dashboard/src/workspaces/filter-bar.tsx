import { Search, X } from 'lucide-react';
import { Button, Input, SearchField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { WorkspaceFilter } from './workspace-order.js';

interface FilterBarProps {
    readonly filter: WorkspaceFilter;
    readonly onFilter: (filter: WorkspaceFilter) => void;
    readonly search: string;
    readonly onSearch: (search: string) => void;
    readonly withSearch: boolean;
}

/** Which workspaces to show. */
export function FilterBar({ filter, onFilter, search, onSearch, withSearch }: FilterBarProps) {
    return (
        <div className="filters">
            <ToggleButtonGroup
                className="segments"
                aria-label="Filter"
                selectionMode="single"
                disallowEmptySelection
                selectedKeys={[filter]}
                onSelectionChange={keys => onFilter(keys.has('active') ? 'active' : 'all')}
            >
                <ToggleButton className="segment" id="active">
                    Active
                </ToggleButton>
                <ToggleButton className="segment" id="all">
                    All
                </ToggleButton>
            </ToggleButtonGroup>
            {withSearch && (
                <SearchField className="search" aria-label="Search workspaces" value={search} onChange={onSearch}>
                    <Search aria-hidden size={16} />
                    <Input className="input" placeholder="Search" />
                    {search !== '' && (
                        <Button className="icon-button">
                            <X aria-hidden size={16} />
                        </Button>
                    )}
                </SearchField>
            )}
        </div>
    );
}
