using System.Text;
using ExecutionControl.Testing.Documentation;

namespace ExecutionControl.Reference.Tests.Guide;

/// <summary>The names that people type or read at the reference server, written from the code: docs/reference/reference-server.md.</summary>
internal static class NamesDocument
{
    private const string Introduction = """
        # The reference server's names

        <!-- Written by a test from the server's own documentation: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->

        [The reference server](../reference-server.md) shows what they are for.

        ## Operations

        Rules and the journal call them by these names. The paths of earlier client releases work, too: ConductorOne's
        `/api/v1/search/automation_executions` and `/api/v1/automation_executions/search`, Codegen's
        `/v1/beta/organizations/{org_id}/agent/run/resume`.

        | name | request |
        | --- | --- |

        """;

    private const string Broken = """

        ## Broken on purpose

        `ectl serve --break NAME`, or `ContractViolations` in code.

        | name | what is wrong |
        | --- | --- |

        """;

    private const string Control = """

        ## Control

        Below `/_control/`, with `Authorization: Bearer` and the control token.

        | request | what it does |
        | --- | --- |

        """;

    public static async Task<string> WriteAsync()
    {
        await using var server = await ReferenceServer.StartAsync();
        var documentation = XmlDocumentation.Of("ExecutionControl.ReferenceServer");
        var page = new StringBuilder(Introduction);
        foreach (var name in OperationNames.All.Except([OperationNames.Unmatched], StringComparer.Ordinal))
        {
            Row(page, name, documentation[$"F:{typeof(OperationNames).FullName}.{name}"].TrimEnd('.'));
        }

        page.Append(Control);
        foreach (var route in server.Composition.ControlRoutes())
        {
            Row(page, $"{route.Method} {route.Template}", route.Summary);
        }

        page.Append(Broken);
        foreach (var violation in Enum.GetValues<ContractViolation>())
        {
            Row(page, ContractViolationName.Of(violation), documentation[$"F:{typeof(ContractViolation).FullName}.{violation}"]);
        }

        return page.ToString();
    }

    private static void Row(StringBuilder page, string name, string meaning) => page.Append("| `").Append(name).Append("` | ").Append(meaning).Append(" |\n");
}
