/** Source of the events that healers and documents report with. */
export const OWN_SOURCE = 'org-audit';

/** How a run of a document ends when it has not done its work. Source: Systems Manager, AutomationExecutionStatus. */
export const BAD_ENDS = ['Failed', 'TimedOut', 'Cancelled', 'Rejected'];
