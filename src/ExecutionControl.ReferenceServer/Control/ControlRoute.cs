using ExecutionControl.Reference.Operations;

namespace ExecutionControl.Reference.Control;

/// <summary>One thing that the control interface can do.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path below <c>/_control/</c>; a segment in braces is a name.</param>
/// <param name="HandleAsync">Does it.</param>
internal sealed record ControlRoute(string Method, string Template, Func<ControlRequest, CancellationToken, Task<OperationReply>> HandleAsync)
{
    private readonly string[] _template = Template.Split('/');

    /// <summary>Whether the path is this one's, and then the name in it.</summary>
    public bool Matches(IReadOnlyList<string> segments, out string name)
    {
        name = "";
        if (segments.Count != _template.Length)
        {
            return false;
        }

        for (var i = 0; i < _template.Length; i++)
        {
            if (_template[i].StartsWith('{') && segments[i].Length > 0)
            {
                name = segments[i];
            }
            else if (!string.Equals(_template[i], segments[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
