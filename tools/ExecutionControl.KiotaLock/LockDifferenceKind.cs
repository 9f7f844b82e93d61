namespace ExecutionControl.KiotaLock;

internal enum LockDifferenceKind
{
    /// <summary>The specification is not the one that the client was generated from.</summary>
    SpecificationChanged,

    /// <summary>No client was generated from a specification.</summary>
    SpecificationWithoutClient,

    /// <summary>The lock file does not list a generated client.</summary>
    ClientAdded,

    /// <summary>The lock file lists a client that is not there.</summary>
    ClientRemoved,

    /// <summary>A client was generated in another way than the lock file says.</summary>
    SettingChanged,

    FileAdded,
    FileRemoved,
    FileEdited,

    /// <summary>The lock file is missing, or written in another way than the tool writes it.</summary>
    LockFileStale,
}
