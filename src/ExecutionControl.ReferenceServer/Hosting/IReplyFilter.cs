using ExecutionControl.Reference.Operations;

namespace ExecutionControl.Reference.Hosting;

/// <summary>What changes the services' own answers on purpose.</summary>
internal interface IReplyFilter
{
    /// <summary>Whether credentials are not looked at.</summary>
    bool LetsAnybodyIn { get; }

    /// <summary>The answer that is sent in the place of another.</summary>
    OperationReply Apply(OperationReply reply, RequestJournalEntry entry);
}
