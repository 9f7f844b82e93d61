namespace ExecutionControl.CompareUpstream;

internal static class ExitCode
{
    /// <summary>Nothing new, or nothing that concerns the client.</summary>
    public const int Same = 0;

    /// <summary>Something new, or worth a look.</summary>
    public const int New = 1;

    /// <summary>Something that breaks the client.</summary>
    public const int Breaking = 2;

    /// <summary>Nothing was compared: the command line is wrong.</summary>
    public const int Usage = 3;

    /// <summary>Nothing was compared: a document cannot be read.</summary>
    public const int Unreadable = 4;
}
