namespace ExecutionControl.Client;

/// <summary>A kind of thing that can be acted on, in its service's own words.</summary>
public sealed class ControlTargetKind
{
    private ControlTargetKind(ControlService service, string id, string noun, string idForm)
    {
        IdForm = idForm;
        Service = service;
        Id = id;
        Noun = noun;
        Plural = $"{noun}s";
    }

    /// <summary>A ConductorOne automation.</summary>
    public static ControlTargetKind Automation { get; } = new(ControlService.ConductorOne, "automations", "automation", "a text such as aut_123");

    /// <summary>One execution of a ConductorOne automation.</summary>
    public static ControlTargetKind AutomationExecution { get; } =
        new(ControlService.ConductorOne, "automation-executions", "automation execution", "a 64-bit integer as decimal text");

    /// <summary>A Codegen agent run.</summary>
    public static ControlTargetKind AgentRun { get; } = new(ControlService.Codegen, "agent-runs", "agent run", "a positive number");

    /// <summary>A Kubiya execution.</summary>
    public static ControlTargetKind Execution { get; } = new(ControlService.Kubiya, "executions", "execution", "a UUID");

    /// <summary>The service that has such things.</summary>
    public ControlService Service { get; }

    /// <summary>The stable id with which the ids of its operations begin, such as <c>automation-executions</c>.</summary>
    public string Id { get; }

    /// <summary>
    /// What the id of one is, such as <c>a UUID</c>. Only what could never be sent is refused before it is: beyond that the service judges.
    /// </summary>
    public string IdForm { get; }

    /// <summary>One of them, such as <c>automation execution</c>.</summary>
    public string Noun { get; }

    /// <summary>Several of them, such as <c>automation executions</c>.</summary>
    public string Plural { get; }

    /// <summary>The noun.</summary>
    /// <returns><see cref="Noun"/>.</returns>
    public override string ToString() => Noun;
}
