using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Codegen;

public sealed class CodegenContractTests
{
    public static TheoryData<string> Checks => HealthyServer.NamesOf(ContractSuite.Codegen);

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Check_HealthyServer_IsKept(string name) => HealthyServer.KeepsAsync(name);
}
