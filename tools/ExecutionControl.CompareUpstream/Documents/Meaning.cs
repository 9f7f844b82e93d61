namespace ExecutionControl.CompareUpstream.Documents;

/// <summary>What a difference means for the client; the worst first.</summary>
internal enum Meaning
{
    Breaking,
    WorthALook,
    Harmless,
}
