namespace ExecutionControl.Reference.State;

/// <summary>Work was not done: the state is not any more as it was when what the work goes by was read.</summary>
internal sealed class StateMovedOnException() : Exception("The state has changed since.");
