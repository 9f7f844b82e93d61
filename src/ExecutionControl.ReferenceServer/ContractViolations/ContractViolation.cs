namespace ExecutionControl.Reference;

/// <summary>A way in which the server can break the services' contract on purpose, so that a contract test can be shown to notice.</summary>
public enum ContractViolation
{
    /// <summary>ConductorOne's <c>pausedCount</c> and <c>erroredCount</c> are strings.</summary>
    CountAsString,

    /// <summary>ConductorOne's execution ids are bare numbers, which clients round.</summary>
    Int64AsNumber,

    /// <summary>ConductorOne's lists have no <c>nextPageToken</c>.</summary>
    MissingPageToken,

    /// <summary>ConductorOne's lists never end: every page leads back to the first.</summary>
    EndlessPages,

    /// <summary>ConductorOne leaves out what is zero, false, empty or null.</summary>
    UnsetAsMissing,

    /// <summary>ConductorOne's errors have no <c>code</c>.</summary>
    ErrorWithoutCode,

    /// <summary>ConductorOne's errors name no request id.</summary>
    ErrorWithoutRequestId,

    /// <summary>The token endpoint's <c>expires_in</c> is a string.</summary>
    ExpiresInAsString,

    /// <summary>The token endpoint takes an assertion a second time.</summary>
    AssertionReplay,

    /// <summary>Any token opens any service, and none at all does, too.</summary>
    TokenNotChecked,

    /// <summary>What is not found is answered with 500.</summary>
    NotFoundAsServerError,

    /// <summary>The <c>detail</c> of FastAPI's 422 is a text.</summary>
    ValidationAsText,

    /// <summary>Codegen's agent runs have no <c>status</c>.</summary>
    MissingStatus,

    /// <summary>Codegen's agent runs have a string for their <c>id</c>.</summary>
    RunIdAsString,

    /// <summary>Kubiya's refusals say <c>success: true</c>.</summary>
    RefusalAsSuccess,

    /// <summary>Kubiya's refusals are answered with 409.</summary>
    RefusalAsConflict,

    /// <summary>Kubiya answers an id that is no UUID with 404.</summary>
    BadIdAsNotFound,
}
