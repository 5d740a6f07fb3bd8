using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bastion.Admin.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class HttpEndpoints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Http",
                table: "Endpoints",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Http",
                table: "Endpoints");
        }
    }
}
