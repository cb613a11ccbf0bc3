//! The matrix of permissions, the requests for them, and what was changed.

use crate::identity::language::texts;

texts! {
    office_matrix_title { vi: "Ma trận phân quyền", en: "Permission matrix" }
    office_matrix_lead {
        vi: "Nhóm, phân hệ và hành động. Bỏ quyền có hiệu lực ngay khi Ghi; cấp thêm quyền có hiệu lực khi một người quản trị khác phê duyệt. Mọi thay đổi đều được ghi nhật ký.",
        en: "Groups, modules and actions. What is taken away is gone once recorded; what is granted takes effect when another administrator approves it. Every change is logged."
    }
    office_record { vi: "Ghi", en: "Record" }
    office_own_group { vi: "Nhóm của bạn: không tự sửa", en: "Your own group: nobody changes it" }
    office_group_may_do(group, module, action) { vi: "{group}, {module}: {action}", en: "{group}, {module}: {action}" }
    office_to_matrix { vi: "Toàn bộ ma trận", en: "The whole matrix" }
    office_to_groups { vi: "Từng nhóm", en: "Group by group" }
    office_to_grants { vi: "Yêu cầu chờ phê duyệt và nhật ký", en: "Requests and changes" }
    office_grant_waiting {
        vi: "Đã có yêu cầu cho nhóm hoặc cán bộ này đang chờ phê duyệt. Cần quyết định yêu cầu đó trước; chưa có gì thay đổi.",
        en: "A request for this group or officer waits already. It has to be decided first; nothing was changed."
    }
    office_grant_stale {
        vi: "Yêu cầu này không còn phê duyệt được: đã được quyết định, đã hết hạn, hoặc nhóm đã thay đổi sau khi yêu cầu được gửi.",
        en: "This request can no longer be decided: it was decided, its time is over, or the group has changed since it was made."
    }
    office_grants_title { vi: "Yêu cầu cấp quyền", en: "Requests for permissions" }
    office_grants_lead {
        vi: "Người yêu cầu không tự phê duyệt, và không ai phê duyệt thêm quyền cho nhóm của mình hay việc điều chuyển chính mình.",
        en: "Nobody approves what they asked for, more for their own group, or a move of themselves."
    }
    office_grants_waiting { vi: "Chờ phê duyệt", en: "Waiting" }
    office_grants_none { vi: "Không có yêu cầu nào đang chờ.", en: "Nothing is waiting." }
    office_grant_wider(group) { vi: "Cấp thêm quyền cho nhóm {group}", en: "More for the group {group}" }
    office_grant_move(name, from, to) { vi: "Chuyển {name} từ nhóm {from} sang nhóm {to}", en: "Move {name} from {from} to {to}" }
    office_grant_gained { vi: "Được thêm", en: "Gained" }
    office_grant_lost { vi: "Không còn", en: "Lost" }
    office_grant_asked_by { vi: "Người yêu cầu", en: "Asked for by" }
    office_grant_asked(name, at) { vi: "{name}, {at}", en: "{name}, {at}" }
    office_grant_until { vi: "Hết hạn lúc", en: "Ends at" }
    office_grant_withdraw { vi: "Rút yêu cầu", en: "Take it back" }
    office_changes_title { vi: "Nhật ký phân quyền", en: "Changes of permissions" }
    office_change_at { vi: "Thời điểm", en: "When" }
    office_change_what { vi: "Thay đổi", en: "Change" }
    office_change_by { vi: "Người thực hiện", en: "By" }
    office_change_before { vi: "Trước", en: "Before" }
    office_change_after { vi: "Sau", en: "After" }
    office_change_by_two(asked, approved) { vi: "{asked} yêu cầu, {approved} phê duyệt", en: "asked for by {asked}, approved by {approved}" }
    office_change_added(group) { vi: "Thêm nhóm {group}", en: "Group {group} added" }
    office_change_renamed(group) { vi: "Đổi tên nhóm {group}", en: "Group {group} renamed" }
    office_change_removed(group) { vi: "Xóa nhóm {group}", en: "Group {group} removed" }
    office_change_moved(name) { vi: "Chuyển nhóm cho {name}", en: "{name} changed groups" }
    office_change_permissions(group) { vi: "Quyền của nhóm {group}", en: "What the group {group} may do" }
    office_group_rename { vi: "Đổi tên nhóm", en: "Rename the group" }
    office_group_remove { vi: "Xóa nhóm", en: "Remove the group" }
    office_group_has_officers { vi: "Nhóm còn cán bộ nên chưa xóa được. Đề nghị chuyển cán bộ sang nhóm khác trước.", en: "Officers belong to the group. Please move them to another group first." }
    office_group_officers { vi: "Cán bộ trong nhóm", en: "Officers of the group" }
    office_group_no_officers { vi: "Nhóm chưa có cán bộ nào.", en: "No officer belongs to the group." }
    office_move_to { vi: "Chuyển sang nhóm", en: "Move to the group" }
    office_move_officer(name) { vi: "Nhóm mới của {name}", en: "New group of {name}" }
    office_move_ask { vi: "Yêu cầu chuyển", en: "Ask to move" }
}
