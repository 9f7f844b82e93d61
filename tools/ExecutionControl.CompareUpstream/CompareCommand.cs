using ExecutionControl.CompareUpstream.Documents;
using ExecutionControl.CompareUpstream.Operations;

namespace ExecutionControl.CompareUpstream;

/// <summary>The command line: compares a file with our specification of a service and prints what differs.</summary>
/// <param name="specifications">The folder with our specifications.</param>
internal sealed class CompareCommand(string specifications)
{
    private const int ComplaintsShown = 3;

    public int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        string[] services =
        [
            .. Directory.EnumerateFiles(specifications, "*.yaml").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal),
        ];
        if (arguments is not [var service, var file] || !services.Contains(service, StringComparer.Ordinal))
        {
            if (arguments is [var unknown, _])
            {
                errors.WriteLine($"There is no service '{unknown}' here.");
            }

            errors.WriteLine("usage: scripts/compare-upstream SERVICE FILE");
            errors.WriteLine($"SERVICE: {string.Join(", ", services)}. FILE: an OpenAPI document in YAML or JSON, as the service publishes it.");
            return ExitCode.Usage;
        }

        try
        {
            var theirs = ApiDocument.Read(file);
            var ours = ApiDocument.Read(Path.Combine(specifications, service + ".yaml"));
            WriteComplaints(theirs, file, errors);
            var findings = DocumentComparison.Compare(service, ours.Content, theirs.Content);
            return Report(findings, DescribedOperation.AllOf(ours.Content).Count(), $"openapi/{service}.yaml", file, output);
        }
        catch (UnreadableDocumentException fault)
        {
            errors.WriteLine(fault.Message);
            return ExitCode.Unreadable;
        }
    }

    private static void WriteComplaints(ApiDocument document, string file, TextWriter errors)
    {
        if (document.Complaints.Count > 0)
        {
            errors.WriteLine($"'{file}' is not quite OpenAPI, in {document.Complaints.Count} places; what is compared may lack something:");
            foreach (var complaint in document.Complaints.Take(ComplaintsShown))
            {
                errors.WriteLine($"  {complaint}");
            }
        }
    }

    private static int Report(IReadOnlyList<Finding> findings, int operations, string specification, string file, TextWriter output)
    {
        foreach (var finding in findings)
        {
            output.WriteLine($"{Text(finding.Meaning)}: {Text(finding.Change)}: {finding.Where}: {finding.What}.");
        }

        var counts = Enum.GetValues<Meaning>().Select(meaning => $"{findings.Count(finding => finding.Meaning == meaning)} {Text(meaning)}");
        output.WriteLine($"{operations} operations of {specification} compared with '{file}': {string.Join(", ", counts)}.");
        if (findings.Any(finding => finding.Meaning == Meaning.Breaking))
        {
            return ExitCode.Breaking;
        }

        return findings.Any(finding => finding.Meaning == Meaning.WorthALook || finding.Change == Change.New) ? ExitCode.New : ExitCode.Same;
    }

    private static string Text(Meaning meaning) => meaning switch
    {
        Meaning.Breaking => "breaking",
        Meaning.WorthALook => "worth a look",
        _ => "harmless",
    };

    private static string Text(Change change) => change.ToString().ToLowerInvariant();
}
