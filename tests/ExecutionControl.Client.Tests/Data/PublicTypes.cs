using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Client.Tests.Data;

/// <summary>The types that applications see, found by reflection, so that a new one cannot be forgotten.</summary>
internal static class PublicTypes
{
    /// <summary>What the generic ones are used with.</summary>
    private static readonly Type[] _states =
        [typeof(AutomationExecutionState), typeof(AgentRunState), typeof(KubiyaExecutionState), typeof(PausedBacklogState), typeof(bool?)];

    public static IReadOnlyList<Type> All { get; } = typeof(ConductorOneClient).Assembly.GetExportedTypes();

    /// <summary>Records that can be made, abstract ones apart, the generic ones with everything that they are used with.</summary>
    public static IReadOnlyList<Type> Records { get; } =
    [
        .. All.Where(static type => IsRecord(type) && !type.IsAbstract)
            .SelectMany(static type => type.IsGenericTypeDefinition ? _states.Select(state => type.MakeGenericType(state)) : [type]),
    ];

    /// <summary>What a target's state is kept in: a text with names for the values that are known.</summary>
    public static IReadOnlyList<Type> States { get; } = [.. All.Where(static type => type is { IsValueType: true, IsEnum: false } && !IsRecord(type))];

    /// <summary>Everything that is data, rather than something that acts.</summary>
    public static IReadOnlyList<Type> Data { get; } = [.. Records, .. States, .. All.Where(static type => type.IsEnum)];

    public static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", Hidden) is not null);

    private const System.Reflection.BindingFlags Hidden = System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic;
}
