/**
 * Shows the dialog that the stage asks for. One whose incident or schedule has gone meanwhile shows nothing.
 */
import { useStore } from 'zustand';
import { assertNever } from '../../shared/model/never.ts';
import { KeysDialog } from '../components/keys-dialog.tsx';
import { MaintenanceDialog } from '../views/component/maintenance-dialog.tsx';
import { StatusDialog } from '../views/component/status-dialog.tsx';
import { ExplainDialog } from '../views/now/explain-dialog.tsx';
import { AcknowledgeDialog, NoteDialog, ResolveDialog } from '../views/now/incident-dialogs.tsx';
import { SilenceDialog } from '../views/now/silence-dialog.tsx';
import { CalendarDialog } from '../views/on-call/calendar-dialog.tsx';
import { MoveDialog } from '../views/on-call/move-dialog.tsx';
import { OverrideDialog } from '../views/on-call/override-dialog.tsx';
import { PageLinksDialog } from '../views/on-call/page-links-dialog.tsx';
import { SwapDialog } from '../views/on-call/swap-dialog.tsx';
import { TokensDialog } from '../views/self-check/tokens-dialog.tsx';
import { useParts } from './parts.tsx';

export function DialogHost() {
  const { stage } = useParts();
  const dialog = useStore(stage, (state) => state.dialog);
  if (dialog === null) {
    return null;
  }
  switch (dialog.kind) {
    case 'acknowledge':
      return <AcknowledgeDialog id={dialog.incident} />;
    case 'note':
      return <NoteDialog id={dialog.incident} />;
    case 'resolve':
      return <ResolveDialog id={dialog.incident} />;
    case 'silence':
      return <SilenceDialog id={dialog.incident} />;
    case 'explain':
      return <ExplainDialog id={dialog.incident} />;
    case 'override':
      return <OverrideDialog scheduleId={dialog.schedule} person={dialog.person} />;
    case 'move':
      return <MoveDialog scheduleId={dialog.schedule} />;
    case 'swap':
      return <SwapDialog scheduleId={dialog.schedule} />;
    case 'calendar':
      return <CalendarDialog scheduleId={dialog.schedule} />;
    case 'status':
      return <StatusDialog id={dialog.component} />;
    case 'maintenance':
      return <MaintenanceDialog id={dialog.component} />;
    case 'page-links':
      return <PageLinksDialog />;
    case 'tokens':
      return <TokensDialog />;
    case 'keys':
      return <KeysDialog />;
    default:
      return assertNever(dialog, 'dialog');
  }
}
